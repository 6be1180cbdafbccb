"""Publishing a small file into a large database, compared with publishing a similar file into a small one.

Two databases of the same contact centre: 2,000 CSPs in 100 teams, a year of contacts with a response each. The rows are staged
beforehand; only the transaction that publishes them is measured.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median

from django.db import connection

from bench.harness import Row, seconds_of
from core.work import find, run_here
from feedback.actions import rollups
from intake.actions.publication_request import request_publication
from intake.models import Import, StagedRow

FEW, MANY = 100_000, 10_000_000
NEW = 1_000
CSPS, TEAMS = 2_000, 100
REPETITIONS = 9
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)

PEOPLE = """
INSERT INTO people_organisation (id, name, reporting_zone, work_starts_at, work_ends_at)
    VALUES (1, 'bench', 'Europe/Berlin', '08:00', '18:00');
INSERT INTO people_person (id, display_name, languages, channels, time_zone)
    SELECT i, 'CSP ' || i, '{}', '{}', '' FROM generate_series(1, %(csps)s) AS i;
INSERT INTO people_sourceidentity (source, label, person_id) SELECT 'bench', display_name, id FROM people_person;
INSERT INTO people_team (id, name, site) SELECT i, 'Team ' || i, '' FROM generate_series(1, %(teams)s) AS i;
INSERT INTO people_membership (person_id, team_id, is_lead, starts_on)
    SELECT id, id %% %(teams)s + 1, false, '2020-01-01' FROM people_person;
"""
CONTACTS = """
INSERT INTO feedback_interaction (source, external_id, person_id, channel, topic, language, started_at, hour_band,
    response_seconds, handle_seconds, is_drill, recording_url, transcript)
SELECT 'bench', 'C' || i, i %% %(csps)s + 1, (ARRAY['phone', 'chat'])[i / %(csps)s %% 2 + 1],
    'topic ' || (i / %(csps)s / 2 %% 3), 'en', %(begins)s + interval '300 days' * (i::float8 / (%(contacts)s + 1)), 12,
    i %% 60, i %% 600, false, '', ''
FROM generate_series(1, %(contacts)s) AS i;
INSERT INTO feedback_surveyresponse (interaction_id, instrument, value, state, responded_at, comment, precision)
SELECT id, 'csat', 1 + id %% 5, 'counted', started_at + interval '10 minutes', '', 3 FROM feedback_interaction;
"""


@contextmanager
def database(name: str) -> Iterator[None]:
    """Connect the default connection to another database of the same server."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def fill(contacts: int) -> None:
    """Add contacts, responses and rollups, as if they had been imported long ago."""
    sizes: dict[str, int | datetime] = {"csps": CSPS, "teams": TEAMS, "contacts": contacts, "begins": BEGINS}
    with connection.cursor() as cursor:
        # The generated rows are consistent. Checking 30 million foreign keys would take most of the time.
        cursor.execute("SET session_replication_role = replica")
        for statements in (PEOPLE, CONTACTS):
            for statement in statements.split(";\n"):
                if statement.strip():
                    cursor.execute(statement, sizes)
        cursor.execute("SET session_replication_role = origin")
        # The server would update its statistics only some time later.
        cursor.execute("VACUUM ANALYZE")
    rollups.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def staged(number: int) -> Import:
    """A file of new contacts of one day, staged and confirmed."""
    imported = Import.objects.create(
        file_name=f"{number}.csv", path=f"imports/{number}", size_bytes=1, digest="d", source="bench",
        state=Import.State.CHECKED, counts={"rows": NEW},
    )  # fmt: skip
    day = BEGINS + timedelta(days=301 + number)
    StagedRow.objects.bulk_create(
        StagedRow(
            file=imported, line=line, external_id=f"N{number}-{line}", agent=f"CSP {line * 7 % CSPS + 1}", channel="phone",
            topic=f"topic {line % 3}", language="en", started_at=day + timedelta(seconds=line * 30), response_seconds=line % 60,
            handle_seconds=line % 600, instrument="csat", value=1 + line % 5, precision=3,
            responded_at=day + timedelta(seconds=line * 30 + 7),
        )
        for line in range(1, NEW + 1)
    )  # fmt: skip
    return request_publication(actor=None, imported=imported)


def seconds_of_publishing(number: int) -> float:
    imported = staged(number)
    work = find(imported.work_key)
    if work is None:
        raise AssertionError("No work was enqueued to publish the file.")
    seconds = seconds_of(lambda: run_here(work))
    imported.refresh_from_db()
    if imported.counts["added"] != NEW:
        raise AssertionError("Not all rows were published, so there is nothing to compare.")
    return seconds


def rows() -> list[Row]:
    """One row: medians of publishing in turns. The first of each is left out, because it fills the server's memory."""
    little = connection.settings_dict["NAME"]
    much = f"{little}_much"
    connection.close()
    with database("postgres"), connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{much}"')
        cursor.execute(f'CREATE DATABASE "{much}" TEMPLATE "{little}"')
    try:
        fill(FEW)
        with database(much):
            fill(MANY)
        found: list[tuple[float, float]] = []
        for number in range(REPETITIONS + 1):
            with database(much):
                ours = seconds_of_publishing(number)
            found.append((ours, seconds_of_publishing(number)))
    finally:
        with database("postgres"), connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{much}" WITH (FORCE)')
    return [
        Row(
            name=f"publishing {NEW:,} new rows next to {MANY:,}",
            reference_name=f"the same next to {FEW:,}",
            ours=median(pair[0] for pair in found[1:]),
            reference=median(pair[1] for pair in found[1:]),
            direction="at_most",
            goal=1.5,
        )
    ]
