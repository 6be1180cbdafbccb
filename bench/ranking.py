"""Ranking from the rollup, compared with the same ranking from the raw rows, and with reading and grouping the rollup alone.

The benchmark's contact centre: 5,000 CSPs, twelve months, 10,000,000 interactions with a CSAT response each. A CSP works on two
channels and three topic groups in one language, so a month of a CSP is at most six rows of the rollup. The whole rule is
measured, standardised by comparable work in each month and without any cached result.

The second reference reads the same rows of the rollup by binary COPY, and lets DuckDB group them in one thread. Loading them
into DuckDB is not measured.
"""

import tempfile
from datetime import date
from pathlib import Path

import duckdb
from django.db import connection, transaction

from bench.harness import Row, side_by_side
from feedback.queries.ranking import ranking, ranking_from_rows
from feedback.sustained import Criteria

CSPS = 5_000
RESPONSES = 10_000_000
CRITERIA = Criteria(until=date(2021, 1, 1), months=12, team_size=40)
TIMES_AS_FAST = 100.0
TIMES_AS_LONG = 1.5

PEOPLE = """
INSERT INTO people_person (id, display_name, languages, channels, time_zone)
SELECT i, 'CSP ' || i, '{}', '{}', '' FROM generate_series(1, %(csps)s) AS i
"""
INTERACTIONS = """
INSERT INTO feedback_interaction (id, source, external_id, person_id, channel, topic, language, started_at, hour_band,
                                  is_drill, recording_url, transcript)
SELECT i, 'bench', i::text, i %% %(csps)s + 1, (ARRAY['phone', 'chat'])[i / %(csps)s %% 2 + 1],
       'topic ' || (i / %(csps)s / 2 %% 3), 'en',
       timestamptz '2020-01-01 00:00 UTC' + interval '366 days' * (i::float8 / (%(responses)s + 1)), 12, false, '', ''
FROM generate_series(1, %(responses)s) AS i
"""
RESPONSES_SQL = """
INSERT INTO feedback_surveyresponse (interaction_id, instrument, value, state, responded_at, comment)
SELECT i, 'csat', CASE WHEN (i * 0.618033988749895) %% 1 < 0.82 + (i %% %(csps)s) * 0.16 / %(csps)s THEN 5 ELSE 2 END,
       'counted', timestamptz '2020-01-01 00:00 UTC' + interval '366 days' * (i::float8 / (%(responses)s + 1)), ''
FROM generate_series(1, %(responses)s) AS i
"""
ROLLUP = """
INSERT INTO feedback_monthlyscore (person_id, month_on, channel, topic, language, instrument,
                                   n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10)
SELECT person_id, date_trunc('month', started_at AT TIME ZONE 'UTC')::date, channel, topic, language, instrument,
       0, 0, count(*) FILTER (WHERE value = 2), 0, 0, count(*) FILTER (WHERE value = 5), 0, 0, 0, 0, 0
FROM feedback_surveyresponse JOIN feedback_interaction ON feedback_interaction.id = interaction_id
GROUP BY 1, 2, 3, 4, 5, 6
"""


# The columns that the rule needs.
READ = """
SELECT person_id, month_on, channel, topic, language, n1, n2, n3, n4, n5 FROM feedback_monthlyscore
WHERE instrument = 'csat' AND month_on >= '2020-01-01' AND month_on < '2021-01-01'
"""
GROUPED = """
SELECT person_id, month_on, channel, topic, language, sum(n1 + n2 + n3 + n4 + n5), sum(n4 + n5) FROM scores GROUP BY ALL
"""


def set_up() -> None:
    sizes = {"csps": CSPS, "responses": RESPONSES}
    with transaction.atomic(), connection.cursor() as cursor:
        # The generated rows are consistent. Checking 20 million foreign keys would take most of the time.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in (PEOPLE, INTERACTIONS, RESPONSES_SQL, ROLLUP):
            cursor.execute(statement, sizes)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def new_version() -> None:
    """Invalidate everything cached from the scores."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE feedback_monthlyscore SET n5 = n5 WHERE false")


def in_duckdb() -> duckdb.DuckDBPyConnection:
    """The rows of the rollup in a database of DuckDB with one thread."""
    other = duckdb.connect(config={"threads": 1})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.csv"
        copy = f"COPY ({READ}) TO STDOUT (FORMAT CSV, HEADER)"
        with path.open("wb") as file, connection.cursor() as cursor, cursor.copy(copy) as lines:
            file.writelines(lines)
        other.execute("CREATE TABLE scores AS SELECT * FROM read_csv(?)", [str(path)])
    return other


def copied() -> bytes:
    """The rows of the rollup as PostgreSQL's binary COPY sends them."""
    with connection.cursor() as cursor, cursor.copy(f"COPY ({READ}) TO STDOUT (FORMAT BINARY)") as rows:
        return b"".join(rows)


def rows() -> list[Row]:
    """Two rows: the ranking and each reference in turns, after checking that both rankings are equal."""
    set_up()
    if ranking(CRITERIA) != ranking_from_rows(CRITERIA):
        raise AssertionError("The two rankings differ, so there is nothing to compare.")
    other = in_duckdb()

    def copied_and_grouped() -> None:
        copied()
        other.execute(GROUPED).fetchnumpy()

    name = f"ranking, {RESPONSES:,} responses of {CSPS:,} CSPs"
    read, reference = side_by_side(lambda: ranking(CRITERIA), copied_and_grouped, repetitions=9, before_each=new_version)
    ours, from_rows = side_by_side(
        lambda: ranking(CRITERIA), lambda: ranking_from_rows(CRITERIA), repetitions=3, before_each=new_version
    )
    return [
        Row(name, "the same ranking from the raw rows", ours, from_rows, "at_least", TIMES_AS_FAST),
        Row(name, "binary COPY of the rollup and its grouping by DuckDB", read, reference, "at_most", TIMES_AS_LONG),
    ]
