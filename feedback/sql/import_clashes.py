# ruff: noqa: S608 - the SQL is put together from fragments of our own, never from what came in
"""Comparing a file's staged rows with known contacts, as SQL.

The planner has no statistics about rows that were just staged and expects a handful. So the statements are written to be fast
without statistics too: each row looks up its contact in an index, its agent in a JSON object, and suspects in a hash table.
"""

from feedback.sql.precedence import IN_TIME, latest_first, latest_start
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
# Rows without an ID are identified by their content, the first of identical ones by number 1.
_KEY = "CASE WHEN s.digest = '' THEN s.external_id ELSE 'row:' || s.digest || ':1' END"
_PERSON = "(%(people)s::jsonb ->> s.agent)::bigint"
# A name without a person, such as that of a deleted account, is null.
_NAMES_NO_ONE = "(s.agent = '' OR (%(people)s::jsonb -> s.agent = 'null'::jsonb) IS TRUE)"


def is_same_moment(row: str) -> str:
    """SQL condition: a row of the file and the known contact `i` may have the same start, as precisely as both are known."""
    return f"""CASE WHEN least({row}.started_precision, i.started_precision) <= {DAY}
        THEN abs(extract(epoch FROM {row}.started_at - i.started_at)) <= 25 * 3600
        WHEN least({row}.started_precision, i.started_precision) = {MINUTE}
        THEN date_trunc('minute', {row}.started_at) = date_trunc('minute', i.started_at)
        ELSE {row}.started_at = i.started_at END"""


def was_turned_down(person: str) -> str:
    """SQL condition: a person decided before that the contact `i` keeps its agent instead of this one."""
    return f"""EXISTS (
            SELECT FROM feedback_claim c WHERE c.interaction_id = i.id AND c.keeps_agent AND c.person_id = {person}
        )"""


# A contact that got its agent by hand takes the agent that its source names later, without a question.
HAS_AGENT_BY_HAND = """(EXISTS (
            SELECT FROM feedback_assignment a WHERE a.source = i.source AND a.external_id = i.external_id
        ) AND NOT EXISTS (SELECT FROM feedback_claim c WHERE c.interaction_id = i.id AND c.person_id IS NOT NULL))"""
_IS_OTHER_DAY = "abs(extract(epoch FROM s.started_at - i.started_at)) > 25 * 3600"
_AGENTS_DIFFER = f"(NOT {_NAMES_NO_ONE} AND i.person_id IS NOT NULL AND {_PERSON} IS DISTINCT FROM i.person_id)"
_AN_AGENT_IS_MISSING = f"({_NAMES_NO_ONE} OR i.person_id IS NULL)"
_CLASHES = f"({_AGENTS_DIFFER} OR ({_AN_AGENT_IS_MISSING} AND {_IS_OTHER_DAY}))"
# Two records with the same name can be one person: a source whose names are added automatically doesn't know the others.
_IS_SAME_AGENT = f"""({_PERSON} = i.person_id OR EXISTS (
            SELECT FROM people_person a, people_person b
            WHERE a.id = {_PERSON} AND b.id = i.person_id AND lower(a.display_name) = lower(b.display_name)
        ))"""
_HERE = "JOIN feedback_interaction i ON i.source = %(source)s AND i.external_id = s.external_id"
_CLASH = """s.line, s.external_id, i.external_id AS key, s.agent, s.started_at, i.source, i.person_id,
            i.started_at AS known_at"""
# Several rows about one contact are combined as in merging, so that the decision concerns what will be merged. `IS TRUE` keeps
# the planner from joining the file with itself row by row.
IN_THIS_SOURCE = f"""
    WITH suspects AS MATERIALIZED (
        SELECT s.external_id FROM intake_stagedrow s {_HERE}
        WHERE s.file_id = %(file)s AND s.external_id <> '' AND {_CLASHES}
    ), latest AS MATERIALIZED (
        SELECT s.external_id, max(s.line) AS line, {latest_start("s", order=IN_TIME)},
            coalesce((array_agg(s.agent ORDER BY {latest_first("s", order=IN_TIME)}) FILTER (WHERE NOT {_NAMES_NO_ONE}))[1], '')
                AS agent
        FROM intake_stagedrow s
        WHERE s.file_id = %(file)s AND (s.external_id IN (SELECT external_id FROM suspects)) IS TRUE GROUP BY s.external_id
    ), clashes AS (
        SELECT {_CLASH}, NOT ({is_same_moment("s")}) AS is_other FROM latest s {_HERE}
        WHERE {_CLASHES} AND NOT {HAS_AGENT_BY_HAND} AND NOT {was_turned_down(_PERSON)}
    )
"""
IN_OTHER_SOURCES = f"""
    WITH clashes AS (
        SELECT {_CLASH}, false AS is_other FROM intake_stagedrow s
        JOIN feedback_interaction i ON i.source = ANY(%(others)s) AND i.external_id = {_KEY} AND i.started_at = s.started_at
        WHERE s.file_id = %(file)s AND ({_IS_SAME_AGENT} OR ({_NAMES_NO_ONE} AND i.person_id IS NULL))
    )
"""
# Contacts of this source with another counted rating of the same survey type than the latest one in the file.
RATED_AGAIN = f"""
    WITH latest AS MATERIALIZED (
        SELECT DISTINCT ON (key, s.instrument) s.*, {_KEY} AS key FROM intake_stagedrow s
        WHERE s.file_id = %(file)s AND s.value IS NOT NULL ORDER BY key, s.instrument, s.responded_at DESC, s.line DESC
    ), clashes AS (
        SELECT s.line, s.external_id, s.key, s.agent, s.started_at, i.source, i.person_id, i.started_at AS known_at, s.value,
            r.value AS known_value, false AS is_other
        FROM latest s JOIN feedback_interaction i ON i.source = %(source)s AND i.external_id = s.key
        JOIN feedback_surveyresponse r ON r.interaction_id = i.id AND r.instrument = s.instrument AND r.state = 'counted'
        WHERE r.value <> s.value OR r.responded_at <> s.responded_at
    )
"""
RATINGS = ", 'value', value, 'known_value', known_value"
# Pairs of a row that is new and a known contact with the same start and agent that the file doesn't mention. One of the two has
# no ID, so they may be the same. Of dates without a time, which many contacts share, the channel is compared too. `rows` are
# those of the file, with the key of their contact.
TAKEN_FOR = f"""fresh AS MATERIALIZED (
        SELECT DISTINCT ON (r.key) r.*, CASE WHEN r.started_precision <= {DAY} THEN r.channel ELSE '' END AS kind FROM rows r
        WHERE EXISTS (SELECT FROM feedback_interaction WHERE source = %(source)s)
        AND (r.by_content OR EXISTS (
            SELECT FROM feedback_interaction WHERE source = %(source)s AND external_id >= 'row' AND external_id < 'rox'
                AND starts_with(external_id, 'row:')
        )) AND NOT EXISTS (SELECT FROM feedback_interaction o WHERE o.source = %(source)s AND o.external_id = r.key)
        ORDER BY r.key, r.line
    ), moments AS MATERIALIZED (SELECT DISTINCT person_id, started_at FROM fresh), mentioned AS MATERIALIZED (
        SELECT DISTINCT key FROM rows
    ), missing AS MATERIALIZED (
        SELECT i.*, f.here_id, CASE WHEN i.started_precision <= {DAY} THEN i.channel ELSE '' END AS kind FROM (
            SELECT i.id, m.person_id AS here_id FROM moments m
            JOIN feedback_interaction i ON i.person_id = m.person_id AND i.started_at = m.started_at
            UNION ALL
            SELECT i.id, NULL FROM moments m
            JOIN feedback_interaction i ON m.person_id IS NULL AND i.started_at = m.started_at
            WHERE i.person_id IS NULL OR {HAS_AGENT_BY_HAND}
        ) f JOIN feedback_interaction i ON i.id = f.id
        WHERE i.source = %(source)s AND NOT EXISTS (SELECT FROM mentioned k WHERE k.key = i.external_id)
    ), pairs AS (
        SELECT f.key, f.line, k.id, k.external_id FROM (
            SELECT *, row_number() OVER (PARTITION BY person_id, started_at, kind, by_content ORDER BY line) AS place FROM fresh
        ) f JOIN (
            SELECT *, row_number() OVER (PARTITION BY here_id, started_at, kind, by_content ORDER BY id) AS place FROM (
                SELECT *, true AS by_content FROM missing
                UNION ALL
                SELECT *, false FROM missing WHERE starts_with(external_id, 'row:')
            ) either
        ) k ON k.here_id IS NOT DISTINCT FROM f.person_id AND k.started_at = f.started_at AND k.kind = f.kind
            AND k.by_content = f.by_content AND k.place = f.place
    )"""
# The rating of the known contact is the one that counts.
PERHAPS_KNOWN = f"""
    WITH keyed AS MATERIALIZED (
        SELECT s.line, s.digest <> '' AS by_content, s.started_at, s.started_precision, s.channel, {_PERSON} AS person_id,
            CASE WHEN s.digest = '' THEN s.external_id
                ELSE 'row:' || s.digest || ':' || row_number() OVER (PARTITION BY s.digest ORDER BY s.line) END AS key
        FROM intake_stagedrow s WHERE s.file_id = %(file)s AND (s.agent = '' OR %(people)s::jsonb ? s.agent)
    ), others AS MATERIALIZED (
        SELECT DISTINCT ON (c.other_key) c.other_key, i.external_id FROM feedback_claim c
        JOIN feedback_interaction i ON i.id = c.interaction_id AND i.source = %(source)s
        WHERE c.other_key <> '' ORDER BY c.other_key, c.id DESC
    ), rows AS MATERIALIZED (
        SELECT k.line, k.by_content, k.started_at, k.started_precision, k.channel, k.person_id,
            CASE WHEN o.external_id IS NULL OR EXISTS (
                SELECT FROM feedback_interaction i WHERE i.source = %(source)s AND i.external_id = k.key
            ) THEN k.key ELSE o.external_id END AS key
        FROM keyed k LEFT JOIN others o ON o.other_key = k.key
    ), {TAKEN_FOR}, clashes AS (
        SELECT {_CLASH}, s.value, (
            SELECT r.value FROM feedback_surveyresponse r
            WHERE r.interaction_id = i.id AND r.instrument = s.instrument AND r.state = 'counted'
        ) AS known_value, false AS is_other
        FROM pairs p JOIN intake_stagedrow s ON s.file_id = %(file)s AND s.line = p.line
        JOIN feedback_interaction i ON i.id = p.id
    )
"""
# With `also`, an example has more than the contact.
COUNTED = """
    SELECT is_other, count(DISTINCT (key, source)),
        md5(sum(hashtextextended(concat_ws(' ', key, source, person_id), 0))::text),
        jsonb_agg(jsonb_build_object(
            'external_id', external_id, 'agent', agent, 'started_at', started_at, 'known_source', source,
            'known_agent', coalesce((SELECT p.display_name FROM people_person p WHERE p.id = person_id), ''),
            'known_started_at', known_at{also}
        ) ORDER BY line) FILTER (WHERE place <= %(at_most)s)
    FROM (SELECT *, row_number() OVER (PARTITION BY is_other ORDER BY line) AS place FROM clashes) numbered
    GROUP BY is_other
"""
