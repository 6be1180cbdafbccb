# ruff: noqa: S608 - the SQL is put together from fragments of our own, never from what came in
"""Comparing a file's staged rows with known contacts, as SQL.

Rows are first joined with the known contacts by ID. Only the contacts that clash are then looked at row by row: of several
rows about one contact, the last one wins, as in merging.
"""

from intake.reading.precision import DAY, MINUTE

# Other sources, by one index lookup each instead of reading all contacts.
OTHER_SOURCES = """
    WITH RECURSIVE sources(source) AS (
        SELECT min(source) FROM feedback_interaction
        UNION ALL
        SELECT (SELECT min(i.source) FROM feedback_interaction i WHERE i.source > s.source) FROM sources s
        WHERE s.source IS NOT NULL
    )
    SELECT source FROM sources WHERE source IS NOT NULL AND source <> ALL(%(besides)s)
"""
# {key}: the contact's ID. Rows without an ID are identified by their content, the first of identical ones by number 1.
_KEY = "CASE WHEN s.digest = '' THEN s.external_id ELSE 'row:' || s.digest || ':1' END"
_NAMES = "unnest(%(labels)s::text[], %(people)s::bigint[])"


def is_same_moment(row: str) -> str:
    """SQL condition: a row of the file and the known contact `i` may have the same start, as precisely as both are known."""
    return f"""CASE WHEN least({row}.started_precision, i.started_precision) <= {DAY}
        THEN abs(extract(epoch FROM {row}.started_at - i.started_at)) <= 25 * 3600
        WHEN least({row}.started_precision, i.started_precision) = {MINUTE}
        THEN date_trunc('minute', {row}.started_at) = date_trunc('minute', i.started_at)
        ELSE {row}.started_at = i.started_at END"""


_IS_OTHER_DAY = "abs(extract(epoch FROM s.started_at - i.started_at)) > 25 * 3600"
_AGENTS_DIFFER = "(s.agent <> '' AND i.person_id IS NOT NULL AND known.person_id IS DISTINCT FROM i.person_id)"
_AN_AGENT_IS_MISSING = "(s.agent = '' OR i.person_id IS NULL)"
# Two records with the same name can be one person: a source whose names are added automatically doesn't know the others.
_IS_SAME_AGENT = """(known.person_id = i.person_id OR EXISTS (
            SELECT FROM people_person a, people_person b
            WHERE a.id = known.person_id AND b.id = i.person_id AND lower(a.display_name) = lower(b.display_name)
        ))"""
_CLASHES = f"({_AGENTS_DIFFER} OR ({_AN_AGENT_IS_MISSING} AND {_IS_OTHER_DAY}))"
_AMONG = f"""
    JOIN feedback_interaction i ON i.source = %(source)s AND i.external_id = s.external_id
    LEFT JOIN {_NAMES} known(label, person_id) ON known.label = s.agent
"""
# A contact that got its agent by hand takes the agent that its source names later, without a question. If a person decided
# before that a contact keeps its agent instead of this one, that still holds.
IN_THIS_SOURCE = f"""
    WITH suspects AS MATERIALIZED (
        SELECT DISTINCT s.external_id FROM intake_stagedrow s {_AMONG}
        WHERE s.file_id = %(file)s AND s.external_id <> '' AND {_CLASHES}
    ), latest AS MATERIALIZED (
        SELECT DISTINCT ON (s.external_id) s.* FROM intake_stagedrow s JOIN suspects USING (external_id)
        WHERE s.file_id = %(file)s
        ORDER BY s.external_id, s.agent = '', coalesce(s.responded_at, s.started_at) DESC, s.line DESC
    ), clashes AS MATERIALIZED (
        SELECT s.line, s.external_id, s.external_id AS key, s.agent, s.started_at, i.source, i.person_id,
            i.started_at AS known_at, NOT ({is_same_moment("s")}) AS is_other
        FROM latest s {_AMONG}
        WHERE {_CLASHES} AND NOT EXISTS (
            SELECT FROM feedback_assignment a
            WHERE a.source = i.source AND a.external_id = i.external_id AND a.person_id = i.person_id
        ) AND NOT EXISTS (
            SELECT FROM feedback_claim c
            WHERE c.interaction_id = i.id AND c.keeps_agent AND c.person_id = known.person_id
        )
    )
"""
IN_OTHER_SOURCES = f"""
    WITH clashes AS MATERIALIZED (
        SELECT s.line, s.external_id, i.external_id AS key, s.agent, s.started_at, i.source, i.person_id,
            i.started_at AS known_at, false AS is_other
        FROM intake_stagedrow s
        JOIN feedback_interaction i ON i.source = ANY(%(others)s) AND i.external_id = {_KEY} AND i.started_at = s.started_at
        LEFT JOIN {_NAMES} known(label, person_id) ON known.label = s.agent
        WHERE s.file_id = %(file)s AND ({_IS_SAME_AGENT} OR (s.agent = '' AND i.person_id IS NULL))
    )
"""
COUNTED = """
    SELECT is_other, count(DISTINCT (key, source)),
        md5(sum(hashtextextended(concat_ws(' ', key, source, person_id), 0))::text)
    FROM clashes GROUP BY is_other
"""
EXAMPLES = """
    SELECT external_id, agent, started_at, source, coalesce(p.display_name, ''), known_at FROM (
        SELECT * FROM clashes WHERE is_other = %(is_other)s ORDER BY line LIMIT %(at_most)s
    ) c LEFT JOIN people_person p ON p.id = c.person_id ORDER BY line
"""
