# ruff: noqa: S608 - the SQL is put together from names of our own, never from what came in
"""Merging staged rows into interactions and responses, set by set. Called under the publishing lock.

`merging` holds the staged rows with their key and person, `merged` one line for each interaction of the file,
`altered` those there already that the file changes, `arrivals` the answers that are not there yet. A later row of the
same interaction counts; a cell that is empty takes nothing away from what is known.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from feedback.actions.rollups import add_facts, apply_facts, begin_facts
from feedback.models import Import
from feedback.rollups import Basis, execute
from feedback.saying import listed, said_over, taken_from

# Rows without an id are known by their content, and identical rows by their place among each other.
MERGING = """
    CREATE TEMP TABLE merging ON COMMIT DROP AS
    SELECT s.*, known.person_id FROM (
        SELECT external_id AS key, * FROM feedback_stagedrow WHERE file_id = %(file)s AND digest = ''
        UNION ALL
        SELECT 'row:' || digest || ':' || row_number() OVER (PARTITION BY digest ORDER BY line), *
        FROM feedback_stagedrow WHERE file_id = %(file)s AND digest <> ''
    ) s LEFT JOIN unnest(%(labels)s::text[], %(people)s::bigint[]) known(label, person_id) ON known.label = s.agent
"""
MERGED = """
    CREATE TEMP TABLE merged ON COMMIT DROP AS
    SELECT l.key, l.line, l.first_line, i.id IS NULL AS is_new,
        coalesce(i.id, nextval(pg_get_serial_sequence('feedback_interaction', 'id'))) AS id
    FROM (SELECT key, max(line) AS line, min(line) AS first_line FROM merging GROUP BY key) l
    LEFT JOIN feedback_interaction i ON i.source = %(source)s AND i.external_id = l.key
"""
ALTERED = f"""
    CREATE TEMP TABLE altered ON COMMIT DROP AS
    SELECT * FROM (
        SELECT i.id, k.line, {said_over("m", "i")}
        FROM merged k JOIN merging m ON m.line = k.line JOIN feedback_interaction i ON i.id = k.id WHERE NOT k.is_new
    ) a WHERE NOT EXISTS (
        SELECT FROM feedback_interaction i WHERE i.id = a.id AND ({listed("i")}) IS NOT DISTINCT FROM ({listed("a")})
    )
"""
ARRIVALS = """
    CREATE TEMP TABLE arrivals ON COMMIT DROP AS
    WITH answers AS (
        SELECT DISTINCT ON (k.id, m.instrument, m.responded_at, m.value)
            k.id AS interaction_id, k.is_new, m.instrument, m.value, m.responded_at, m.comment, m.line
        FROM merging m JOIN merged k ON k.key = m.key WHERE m.value IS NOT NULL
        ORDER BY k.id, m.instrument, m.responded_at, m.value, m.comment = '', m.line DESC
    ), unseen AS (
        SELECT *, NULL::bigint AS counted_id, NULL::timestamptz AS counted_at FROM answers WHERE is_new
        UNION ALL
        SELECT a.*, c.id, c.responded_at FROM answers a
        LEFT JOIN feedback_surveyresponse c
            ON c.interaction_id = a.interaction_id AND c.instrument = a.instrument AND c.state = 'counted'
        WHERE NOT a.is_new AND NOT EXISTS (
            SELECT FROM feedback_surveyresponse r WHERE r.interaction_id = a.interaction_id AND r.instrument = a.instrument
                AND r.responded_at = a.responded_at AND r.value = a.value
        )
    )
    SELECT *, row_number() OVER (PARTITION BY interaction_id, instrument ORDER BY responded_at DESC, line DESC) = 1
        AND (counted_at IS NULL OR responded_at >= counted_at) AS wins
    FROM unseen
"""
COMMENTS = """
    CREATE TEMP TABLE comments ON COMMIT DROP AS
    SELECT id, line, comment FROM (
        SELECT DISTINCT ON (r.id) r.id, r.comment AS known, m.line, m.comment
        FROM merged k JOIN merging m ON m.key = k.key JOIN feedback_surveyresponse r ON r.interaction_id = k.id
            AND r.instrument = m.instrument AND r.responded_at = m.responded_at AND r.value = m.value
        WHERE NOT k.is_new AND m.comment <> ''
        ORDER BY r.id, m.line DESC
    ) said WHERE comment <> known
"""
# What was there already and now says something else: its part in the rollups is taken away before, and added after.
TOUCHED = """
    CREATE TEMP TABLE touched ON COMMIT DROP AS
    SELECT id FROM altered UNION SELECT interaction_id FROM arrivals WHERE NOT is_new
"""

# What undoing needs. Of interactions that only one file speaks of nothing is written: they are what it said. Answers go
# before interactions, because the interaction's statement tells that its first file has been written down.
FIRST_ANSWERS = """
    INSERT INTO feedback_statedanswer (interaction_id, file_id, instrument, value, responded_at, comment)
    SELECT r.interaction_id, r.file_id, r.instrument, r.value, r.responded_at, r.comment
    FROM merged k JOIN feedback_surveyresponse r ON r.interaction_id = k.id
    WHERE NOT k.is_new AND NOT EXISTS (SELECT FROM feedback_statement s WHERE s.interaction_id = k.id)
    ORDER BY r.id
"""
FIRST_STATEMENTS = f"""
    INSERT INTO feedback_statement (interaction_id, file_id, {listed()})
    SELECT i.id, i.file_id, {listed("i")}
    FROM merged k JOIN feedback_interaction i ON i.id = k.id
    WHERE NOT k.is_new AND NOT EXISTS (SELECT FROM feedback_statement s WHERE s.interaction_id = k.id)
"""
ANSWERS_HERE = """
    INSERT INTO feedback_statedanswer (interaction_id, file_id, instrument, value, responded_at, comment)
    SELECT id, %(file)s, instrument, value, responded_at, comment FROM (
        SELECT DISTINCT ON (k.id, m.instrument, m.responded_at, m.value)
            k.id, m.instrument, m.value, m.responded_at, m.comment, m.line
        FROM merged k JOIN merging m ON m.key = k.key WHERE NOT k.is_new AND m.value IS NOT NULL
        ORDER BY k.id, m.instrument, m.responded_at, m.value, m.comment = '', m.line DESC
    ) answers ORDER BY line
"""
STATEMENTS_HERE = f"""
    INSERT INTO feedback_statement (interaction_id, file_id, {listed()})
    SELECT k.id, %(file)s, {listed("m")}
    FROM merged k JOIN merging m ON m.line = k.line WHERE NOT k.is_new
"""

ADD_INTERACTIONS = f"""
    INSERT INTO feedback_interaction (id, source, external_id, file_id, hour_band, is_drill, {listed()})
    SELECT k.id, %(source)s, k.key, %(file)s, extract(hour FROM m.started_at AT TIME ZONE %(zone)s), false, {listed("m")}
    FROM merged k JOIN merging m ON m.line = k.line WHERE k.is_new
"""
CHANGE_INTERACTIONS = f"""
    UPDATE feedback_interaction i SET {taken_from("a")}, hour_band = extract(hour FROM a.started_at AT TIME ZONE %(zone)s)
    FROM altered a WHERE i.id = a.id
"""
SUPERSEDE = """
    UPDATE feedback_surveyresponse SET state = 'superseded'
    WHERE id IN (SELECT counted_id FROM arrivals WHERE wins AND counted_id IS NOT NULL)
"""
ADD_RESPONSES = """
    INSERT INTO feedback_surveyresponse (interaction_id, file_id, instrument, value, state, responded_at, comment)
    SELECT interaction_id, %(file)s, instrument, value, CASE WHEN wins THEN 'counted' ELSE 'superseded' END, responded_at,
        comment
    FROM arrivals ORDER BY line
"""
COUNT = """
    SELECT count(*) FILTER (WHERE k.is_new AND m.line = k.first_line) AS added,
        count(*) FILTER (WHERE NOT (k.is_new AND m.line = k.first_line) AND (a.line IS NOT NULL OR r.line IS NOT NULL
            OR c.line IS NOT NULL)) AS changed,
        count(*) AS taken
    FROM merging m JOIN merged k ON k.key = m.key LEFT JOIN altered a ON a.line = m.line
    LEFT JOIN arrivals r ON r.line = m.line LEFT JOIN comments c ON c.line = m.line
"""


def merge(files: Sequence[tuple[Import, Mapping[str, int]]], *, basis: Basis) -> list[dict[str, int]]:
    """Merge the staged rows of imports one after the other, each with who its names are, and what they all change into the
    rollups, which are of this basis. Returns what each did, in rows and responses.
    """
    begin_facts(basis)
    done = [_merge(imported, people=people, basis=basis) for imported, people in files]
    apply_facts(basis)
    return done


def _merge(imported: Import, *, people: Mapping[str, int], basis: Basis) -> dict[str, int]:
    values: dict[str, Any] = {
        "file": imported.pk,
        "source": imported.source,
        "zone": basis.zone,
        "labels": list(people.keys()),
        "people": list(people.values()),
    }
    for name, sql in (("merging", MERGING), ("merged", MERGED), ("altered", ALTERED), ("arrivals", ARRIVALS)):
        execute(sql, values)
        execute(f"ANALYZE {name}")
    execute(COMMENTS)
    execute(TOUCHED)
    for sql in (FIRST_ANSWERS, FIRST_STATEMENTS, ANSWERS_HERE, STATEMENTS_HERE):
        execute(sql, values)
    add_facts(basis, sign=-1, touched="JOIN touched ON touched.id = i.id")
    execute(ADD_INTERACTIONS, values)
    execute(CHANGE_INTERACTIONS, values)
    replaced = execute(SUPERSEDE)
    responses = execute(ADD_RESPONSES, values)
    execute("UPDATE feedback_surveyresponse r SET comment = c.comment FROM comments c WHERE r.id = c.id")
    execute("INSERT INTO touched SELECT id FROM merged WHERE is_new")
    execute("ANALYZE touched")
    add_facts(basis, sign=1, touched="JOIN touched ON touched.id = i.id")
    done = _counts(responses, replaced)
    execute("DROP TABLE merging, merged, altered, arrivals, comments, touched")
    return done


def _counts(responses: int, replaced: int) -> dict[str, int]:
    added, changed, taken = _one(COUNT)
    (late,) = _one("SELECT count(*) FROM arrivals WHERE NOT wins")
    return {
        "added": added,
        "changed": changed,
        "unchanged": taken - added - changed,
        "responses": responses,
        "superseded": replaced + late,
    }


def _one(sql: str) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return tuple(cursor.fetchone())
