# ruff: noqa: S608 - the SQL is put together from names of our own, never from what came in
"""Merging staged rows into interactions and responses, as SQL.

`merging` has the staged rows with key and person, `merged` one line per interaction of the file, `altered` existing
interactions that the file changes, `arrivals` new answers. Several rows of an interaction are combined column by column and the
latest row wins. Empty cells never remove a known value.

Answers are added first; then the states of all affected responses are recomputed.
"""

from feedback.sql.counting import IS_OUT_OF_WINDOW, IS_SOON, SECOND_OF
from feedback.sql.import_clashes import HAS_AGENT_BY_HAND, TAKEN_FOR, is_same_moment, was_turned_down
from feedback.sql.precedence import IN_TIME, assignments_from, column_list, latest_claim, latest_first, superseding
from intake.reading.precision import SECOND, UNKNOWN

# Rows without an id are identified by their content, and identical rows by their order.
MERGING = """
    CREATE TEMP TABLE merging ON COMMIT DROP AS
    SELECT s.*, known.person_id, ''::text AS other_key FROM (
        SELECT external_id AS key, * FROM intake_stagedrow WHERE file_id = %(file)s AND digest = ''
        UNION ALL
        SELECT 'row:' || digest || ':' || row_number() OVER (PARTITION BY digest ORDER BY line), *
        FROM intake_stagedrow WHERE file_id = %(file)s AND digest <> ''
    ) s LEFT JOIN unnest(%(labels)s::text[], %(people)s::bigint[]) known(label, person_id) ON known.label = s.agent
"""
# Rows that a person took for a known contact before. A contact of the row's own comes first.
HAS_OTHER_KEYS = "SELECT EXISTS (SELECT FROM feedback_claim WHERE other_key <> '')"
KNOWN_BY_OTHER_KEYS = """
    UPDATE merging m SET other_key = m.key, key = found.external_id FROM (
        SELECT DISTINCT ON (c.other_key) c.other_key, i.external_id
        FROM merging k JOIN feedback_claim c ON c.other_key = k.key AND c.other_key <> ''
        JOIN feedback_interaction i ON i.id = c.interaction_id AND i.source = %(source)s
        WHERE NOT EXISTS (SELECT FROM feedback_interaction o WHERE o.source = %(source)s AND o.external_id = k.key)
        ORDER BY c.other_key, c.id DESC
    ) found WHERE found.other_key = m.key
"""
# Rows that a person takes for known contacts with this file.
TAKEN_FOR_KNOWN = f"""
    WITH rows AS MATERIALIZED (
        SELECT key, line, digest <> '' AS by_content, person_id, started_at, started_precision, channel FROM merging
    ), {TAKEN_FOR}
    UPDATE merging m SET other_key = m.key, key = p.external_id FROM pairs p WHERE p.key = m.key
"""
# A batch sent by an API client that waited does not supersede batches that arrived after it. Collected messages may be newer
# than a batch with a higher number, so they only yield to later ones of their own endpoint.
LATER = """
    SELECT f.id FROM intake_import f WHERE f.source = %(source)s AND f.id > %(file)s AND f.published_at IS NOT NULL
        AND (f.token_id IS NOT NULL OR f.endpoint_id IS NOT NULL)
        AND (%(endpoint)s::bigint IS NULL OR f.endpoint_id = %(endpoint)s)
"""
LATE = """coalesce(i.file_id = ANY(%(later)s)
        OR EXISTS (SELECT FROM feedback_claim s WHERE s.interaction_id = i.id AND s.file_id = ANY(%(later)s)), false)"""
MERGED = """
    CREATE TEMP TABLE merged ON COMMIT DROP AS
    SELECT l.key, l.line, l.first_line, i.id IS NULL AS is_new, i.id IS NOT NULL OR a.id IS NOT NULL AS is_shared,
        a.person_id AS assigned_id, {late} AS is_late, false AS keeps_agent,
        coalesce(i.id, nextval(pg_get_serial_sequence('feedback_interaction', 'id'))) AS id
    FROM (SELECT key, max(line) AS line, min(line) AS first_line FROM merging GROUP BY key) l
    LEFT JOIN feedback_interaction i ON i.source = %(source)s AND i.external_id = l.key
    LEFT JOIN feedback_assignment a ON a.source = %(source)s AND a.external_id = l.key
"""
SAID_TOGETHER = f"""
    UPDATE merging m SET {assignments_from("t")} FROM (
        SELECT max(s.line) AS last_line, {latest_claim("s", order=IN_TIME)}
        FROM merged k JOIN merging s ON s.key = k.key WHERE k.line <> k.first_line GROUP BY k.key
    ) t WHERE m.line = t.last_line
"""
# Contacts keep their agent where a person decided so for this file, which are those that `import_clashes` asks about, or turned
# down the same agent of the same contact before.
KEEPS_SOME = "SELECT %(keeps_agents)s OR EXISTS (SELECT FROM feedback_claim WHERE keeps_agent)"
KEEP_AGENTS = f"""
    UPDATE merged k SET keeps_agent = true FROM merging m, feedback_interaction i
    WHERE m.line = k.line AND i.id = k.id AND NOT k.is_new AND m.person_id <> i.person_id AND ({was_turned_down("m.person_id")}
        OR (%(keeps_agents)s AND m.digest = '' AND {is_same_moment("m")} AND NOT {HAS_AGENT_BY_HAND}))
"""
# Columns that can change a response's state.
_JUDGED_BY = "({alias}.person_id, {alias}.channel, {alias}.started_at, {alias}.started_precision, {alias}.ended_at, \
{alias}.survey_sent_at, {alias}.survey_sent_precision)"
# Combined claims about contacts for which a later batch is already published, with this file in its order.
TOLD = f"""
    CREATE TEMP TABLE told ON COMMIT DROP AS
    SELECT s.interaction_id AS id, {latest_claim("s")}
    FROM merged k JOIN feedback_claim s ON s.interaction_id = k.id WHERE k.is_late GROUP BY s.interaction_id
"""
TOLD_ASSIGNED = """
    UPDATE told SET person_id = k.assigned_id FROM merged k WHERE k.id = told.id AND told.person_id IS NULL
"""
ALTERED = f"""
    CREATE TEMP TABLE altered ON COMMIT DROP AS
    SELECT a.*, {_JUDGED_BY.format(alias="i")} IS DISTINCT FROM {_JUDGED_BY.format(alias="a")} AS is_judged_anew FROM (
        SELECT i.id, k.line, {superseding("m", "i", keeps_agent="k.keeps_agent")}
        FROM merged k JOIN merging m ON m.line = k.line JOIN feedback_interaction i ON i.id = k.id
        WHERE NOT k.is_new AND NOT k.is_late
        UNION ALL
        SELECT k.id, k.line, {column_list("t")}
        FROM merged k JOIN told t ON t.id = k.id
    ) a JOIN feedback_interaction i ON i.id = a.id WHERE ({column_list("i")}) IS DISTINCT FROM ({column_list("a")})
"""
# Of rows with the same answer: the last one with a comment, and the most precise time.
_SAME_ANSWER = "PARTITION BY k.id, m.instrument, m.responded_at, m.value ORDER BY m.comment = '', m.line DESC"
_ANSWERS = f"""
    SELECT DISTINCT ON (k.id, m.instrument, m.responded_at, m.value)
        k.id AS interaction_id, k.is_new, m.instrument, m.value, m.responded_at, m.comment, m.line,
        max(m.precision) OVER ({_SAME_ANSWER} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS precision
    FROM merging m JOIN merged k ON k.key = m.key WHERE m.value IS NOT NULL {{condition}}
    ORDER BY k.id, m.instrument, m.responded_at, m.value, m.comment = '', m.line DESC
"""
ARRIVALS = f"""
    CREATE TEMP TABLE arrivals ON COMMIT DROP AS
    WITH answers AS ({_ANSWERS.format(condition="")}), unseen AS (
        SELECT * FROM answers a WHERE is_new OR NOT EXISTS (
            SELECT FROM feedback_surveyresponse r WHERE r.interaction_id = a.interaction_id AND r.instrument = a.instrument
                AND r.responded_at = a.responded_at AND r.value = a.value
        )
    )
    SELECT *, is_new
        AND row_number() OVER (PARTITION BY interaction_id, instrument ORDER BY responded_at DESC, line DESC) = 1 AS is_latest
    FROM unseen
"""
COMMENTS = f"""
    CREATE TEMP TABLE comments ON COMMIT DROP AS
    SELECT id, interaction_id, line, comment, precision FROM (
        SELECT r.id, r.interaction_id, r.comment AS known, r.precision AS known_precision, max(m.line) AS line,
            coalesce((array_agg(m.comment ORDER BY m.line DESC) FILTER (WHERE m.comment <> ''))[1], r.comment) AS comment,
            greatest(r.precision, max(m.precision)) AS precision
        FROM merged k JOIN merging m ON m.key = k.key JOIN feedback_surveyresponse r ON r.interaction_id = k.id
            AND r.instrument = m.instrument AND r.responded_at = m.responded_at AND r.value = m.value
        WHERE NOT k.is_new AND NOT k.is_late AND (m.comment <> '' OR m.precision > r.precision)
        GROUP BY r.id
        UNION ALL
        SELECT r.id, r.interaction_id, r.comment, r.precision, k.line,
            coalesce((array_agg(a.comment ORDER BY {latest_first("a")}) FILTER (WHERE a.comment <> ''))[1], ''),
            max(a.precision)
        FROM merged k JOIN feedback_surveyresponse r ON r.interaction_id = k.id
        JOIN feedback_claimedanswer a ON a.interaction_id = k.id AND a.instrument = r.instrument
            AND a.responded_at = r.responded_at AND a.value = r.value
        WHERE k.is_late GROUP BY r.id, k.line
    ) said WHERE comment <> known OR precision <> known_precision
"""
# Contacts whose agent changes, and those that keep theirs although the file names another one.
REASSIGNED = """
    SELECT (SELECT count(*) FROM altered a JOIN feedback_interaction i ON i.id = a.id
            WHERE i.person_id IS NOT NULL AND a.person_id IS DISTINCT FROM i.person_id),
        (SELECT count(*) FROM merged WHERE keeps_agent)
"""
# Existing interactions that change: their facts are subtracted from the rollups before and added after.
TOUCHED = """
    CREATE TEMP TABLE touched ON COMMIT DROP AS
    SELECT id FROM altered UNION SELECT interaction_id FROM arrivals WHERE NOT is_new UNION SELECT interaction_id FROM comments
"""

# Claims for undoing. A new interaction equals its file's claim, so none is stored, unless an agent was assigned by hand.
PLACE = """(
        SELECT min(coalesce(s.place, s.id)) FROM {table} s WHERE s.interaction_id = {contact} AND s.file_id = ANY(%(later)s)
    )"""
ANSWERS_HERE = f"""
    INSERT INTO feedback_claimedanswer (interaction_id, file_id, place, instrument, value, responded_at, comment, precision)
    SELECT interaction_id, %(file)s, {{place}}, instrument, value, responded_at, comment, precision
    FROM ({_ANSWERS.format(condition="AND k.is_shared AND {which}")}) answers ORDER BY line
"""
CLAIMS_HERE = f"""
    INSERT INTO feedback_claim (interaction_id, file_id, place, keeps_agent, other_key, {column_list()})
    SELECT k.id, %(file)s, {{place}}, k.keeps_agent, m.other_key, {column_list("m")}
    FROM merged k JOIN merging m ON m.line = k.line WHERE k.is_shared AND {{which}}
"""
# A row without an agent keeps the assigned one.
ASSIGN = """
    UPDATE feedback_interaction i SET person_id = k.assigned_id FROM merged k
    WHERE k.is_new AND k.assigned_id IS NOT NULL AND i.id = k.id AND i.person_id IS NULL
"""

ADD_INTERACTIONS = f"""
    INSERT INTO feedback_interaction (id, source, external_id, file_id, hour_band, is_drill, {column_list()})
    SELECT k.id, %(source)s, k.key, %(file)s, extract(hour FROM m.started_at AT TIME ZONE %(zone)s), false, {column_list("m")}
    FROM merged k JOIN merging m ON m.line = k.line WHERE k.is_new
"""
CHANGE_INTERACTIONS = f"""
    UPDATE feedback_interaction i SET {assignments_from("a")}, hour_band = extract(hour FROM a.started_at AT TIME ZONE %(zone)s)
    FROM altered a WHERE i.id = a.id
"""
ADD_RESPONSES = """
    INSERT INTO feedback_surveyresponse (interaction_id, file_id, instrument, value, state, responded_at, comment, precision)
    SELECT interaction_id, %(file)s, instrument, value, CASE WHEN is_latest THEN 'counted' ELSE 'superseded' END, responded_at,
        comment, precision
    FROM arrivals ORDER BY line
"""
CHANGE_RESPONSES = """
    UPDATE feedback_surveyresponse r SET comment = c.comment, precision = c.precision FROM comments c WHERE r.id = c.id
"""
# Interactions whose states must be recomputed: existing ones that change, and new ones that need more than picking the latest
# answer.
CONCERNED = f"""
    SELECT id FROM altered WHERE is_judged_anew UNION ALL SELECT interaction_id FROM arrivals WHERE NOT is_new
    UNION ALL SELECT interaction_id FROM comments
    UNION ALL
    SELECT r.interaction_id FROM arrivals r JOIN feedback_interaction i ON i.id = r.interaction_id
    WHERE r.is_new AND r.precision > {UNKNOWN} AND ({IS_SOON} OR {IS_OUT_OF_WINDOW})
    UNION ALL
    SELECT k.id FROM merged k JOIN feedback_countingdecision d ON d.source = %(source)s AND d.external_id = k.key
    WHERE k.is_new
"""
MOMENTS = f"""
    SELECT DISTINCT %(source)s AS source, r.instrument, {SECOND_OF.format(alias="r")} AS second FROM (
        SELECT instrument, responded_at FROM arrivals WHERE precision = {SECOND}
        UNION ALL
        SELECT s.instrument, s.responded_at FROM comments c JOIN feedback_surveyresponse s ON s.id = c.id
        WHERE c.precision = {SECOND}
    ) r
"""
# Interactions that may be duplicates. New ones are in `touched` by then.
MOVED = "SELECT id FROM altered WHERE is_judged_anew"
# Answers of this file that are superseded, and answers of others that this file supersedes.
SUPERSEDED = """
    SELECT (SELECT count(*) FROM judged j WHERE j.was = 'counted' AND j.state = 'superseded' AND NOT EXISTS (
            SELECT FROM merged k WHERE k.is_new AND k.id = j.interaction_id))
        + (SELECT count(*) FROM arrivals a WHERE NOT is_latest AND NOT EXISTS (
            SELECT FROM judged j WHERE j.interaction_id = a.interaction_id))
        + (SELECT count(*) FROM arrivals a JOIN feedback_surveyresponse r ON r.interaction_id = a.interaction_id
            AND r.instrument = a.instrument AND r.responded_at = a.responded_at AND r.value = a.value
            JOIN judged j ON j.id = r.id WHERE j.state = 'superseded')
"""
COUNT = """
    SELECT count(*) FILTER (WHERE k.is_new AND m.line = k.first_line) AS added,
        count(*) FILTER (WHERE NOT (k.is_new AND m.line = k.first_line) AND (a.line IS NOT NULL OR r.line IS NOT NULL
            OR c.line IS NOT NULL)) AS changed,
        count(*) AS taken
    FROM merging m JOIN merged k ON k.key = m.key LEFT JOIN altered a ON a.line = m.line
    LEFT JOIN arrivals r ON r.line = m.line LEFT JOIN comments c ON c.line = m.line
"""
