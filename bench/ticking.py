"""Measure one tick on the database of DATABASE_URL and print JSON: ``python bench/ticking.py monday CSPS``.

`bench.reviewing_tick` runs this in its own process, with this tree or an older commit's on the path. So it uses only what both
have.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

DAY = timedelta(days=1)
# A Monday, one hour after midnight in Berlin.
MONDAY = datetime(2026, 6, 7, 23, tzinfo=UTC)
DAYS, CONTACTS_A_DAY = 28, 40
CSPS_OF_A_REVIEWER = 20
REPETITIONS = 15

PEOPLE = """
INSERT INTO people_organisation (id, name, reporting_zone, work_starts_at, work_ends_at)
    VALUES (1, 'bench', 'Europe/Berlin', '08:00', '18:00');
INSERT INTO people_person (id, display_name, languages, channels, time_zone, joined_on)
    SELECT i, 'Person ' || i, '{}', '{}', '', '2020-01-01' FROM generate_series(1, %(csps)s + %(reviewers)s) AS i;
INSERT INTO people_rolegrant (person_id, role)
    SELECT id, CASE WHEN id <= %(csps)s THEN 'agent' ELSE 'reviewer' END FROM people_person;
INSERT INTO people_team (id, name, site) VALUES (1, 'Team', '');
SELECT setval('people_person_id_seq', %(csps)s + %(reviewers)s)
"""
CONTACTS = """
INSERT INTO feedback_interaction (source, external_id, person_id, channel, topic, language, started_at, hour_band,
    handle_seconds, is_drill, recording_url, transcript)
SELECT 'bench', 'C' || day || '-' || number || '-' || csp, csp, (ARRAY['phone', 'chat', 'email'])[1 + (number + csp) %% 3],
    'topic ' || (number * 7 + day + csp) %% 9, 'en',
    %(until)s - interval '1 day' * day + interval '12 minutes' * number, number * 12 / 60, 240, false, '', ''
FROM generate_series(1, %(days)s) AS day, generate_series(1, %(csps)s) AS csp, generate_series(1, %(a_day)s) AS number;
INSERT INTO feedback_surveyresponse (interaction_id, instrument, value, state, responded_at, comment, precision)
SELECT id, 'csat', 1 + id %% 5, 'counted', started_at, '', 3 FROM feedback_interaction WHERE id %% 3 = 0
"""
# Complete every assigned review one second after it was assigned.
DONE = """
INSERT INTO quality_review (slot_id, version_id, reviewer_id, person_id, interaction_id, state, comment, score, bonus,
    is_red_flagged, started_at, completed_at)
SELECT slot.id, version.id, reviewer_id, person_id, interaction_id, 'completed', '', 80, 0, false, assigned_at,
    assigned_at + interval '1 second'
FROM quality_slot slot, quality_scorecardversion version WHERE slot.state = 'assigned' AND version.state = 'published';
UPDATE quality_slot SET state = 'done' WHERE state = 'assigned'
"""
# History: weeks with a finished review and ten contacts of each person, and everything else that adds up over time.
HISTORY = """
INSERT INTO feedback_interaction (source, external_id, person_id, channel, topic, language, started_at, hour_band,
    handle_seconds, is_drill, recording_url, transcript)
SELECT 'old', 'O' || week || '-' || csp || '-' || number, csp, 'phone', 'billing', 'en',
    %(until)s - interval '7 days' * week + interval '1 hour' * number, number, 240, false, '', ''
FROM generate_series(%(first)s, %(last)s) AS week, generate_series(1, %(csps)s) AS csp, generate_series(1, 10) AS number;
INSERT INTO quality_slot (programme_id, person_id, iso_year, iso_week, number, opens_at, due_at, state, interaction_id,
    reviewer_id, assigned_at)
SELECT programme.id, contact.person_id, 1990 + week / 50, 1 + week %% 50, 1, opens_at, opens_at + interval '48 hours', 'done',
    contact.id, %(csps)s + 1, opens_at
FROM generate_series(%(first)s, %(last)s) AS week
JOIN feedback_interaction contact ON contact.started_at = %(until)s - interval '7 days' * week + interval '1 hour'
CROSS JOIN LATERAL (SELECT contact.started_at + interval '1 day') AS slot(opens_at) CROSS JOIN quality_programme programme;
INSERT INTO quality_review (slot_id, version_id, reviewer_id, person_id, interaction_id, state, comment, score, bonus,
    is_red_flagged, started_at, completed_at)
SELECT slot.id, version.id, reviewer_id, person_id, interaction_id, 'completed', '', 80, 0, false, opens_at, due_at
FROM quality_slot slot, quality_scorecardversion version
WHERE slot.state = 'done' AND NOT EXISTS (SELECT FROM quality_review review WHERE review.slot_id = slot.id);
INSERT INTO quality_slot (programme_id, person_id, iso_year, iso_week, number, opens_at, due_at, state, lapse_reason)
SELECT programme_id, person_id, iso_year, iso_week, 2, opens_at, due_at, 'cancelled', '' FROM quality_slot
WHERE number = 1 AND opens_at < %(until)s - interval '7 days' * (%(first)s - 1) ON CONFLICT DO NOTHING;
INSERT INTO people_notification (person_id, key, text, url, created_at, read_at)
SELECT csp, 'old:' || week, 'Read', '/', %(until)s, %(until)s
FROM generate_series(%(first)s, %(last)s) AS week, generate_series(1, %(csps)s) AS csp;
INSERT INTO journal_entry (journal_id, sequence, verb, subject_type, subject_id, data, text_digests, occurred_at, recorded_at,
    previous_hash, hash)
SELECT (SELECT min(id) FROM journal_journal), 100000 + week * %(csps)s + csp, 'quality.review_completed', 'review', csp,
    '{}', '{}', %(until)s, %(until)s, md5(week || '.' || csp), md5(week || '.' || csp || '.')
FROM generate_series(%(first)s, %(last)s) AS week, generate_series(1, %(csps)s) AS csp;
INSERT INTO core_work (kind, subject_id, key, state, cursor, done_units, attempts, error, finished_at)
SELECT 'old', week, 'old:' || week || ':' || number, 'done', '{}', 1, 0, '', %(until)s
FROM generate_series(%(first)s, %(last)s) AS week, generate_series(1, 100) AS number;
INSERT INTO intake_import (state, file_name, path, size_bytes, digest, source, layout, profile, counts, round, goes_on,
    creates_people, published_at, can_be_undone, first_contact_at)
SELECT 'published', 'old.csv', 'uploads/old', 1, '', 'old', '{}', '{}', '{}', 0, false, false, %(until)s, false, %(until)s
FROM generate_series(%(first)s, %(last)s) AS week, generate_series(1, 10) AS number;
INSERT INTO people_membership (person_id, team_id, is_lead, starts_on, ends_on)
SELECT csp, 1, false, '2000-01-03'::date + 7 * week, '2000-01-03'::date + 7 * week + 6
FROM generate_series(%(first)s, %(last)s, 20) AS week, generate_series(1, %(csps)s) AS csp
"""


def run_sql(script: str, **values: Any) -> None:
    """Run statements without foreign key checks: the rows are consistent, and checking millions of them takes long."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in script.split(";\n"):
            cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = origin")


def analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def fill(csps: int) -> None:
    """Add CSPs, their reviewers, a baseline that opened slots on the Monday before, and four weeks of contacts."""
    from core.clock import travel
    from people.models import User
    from quality.actions import ensure_baseline

    reviewers = csps // CSPS_OF_A_REVIEWER
    run_sql(PEOPLE, csps=csps, reviewers=reviewers)
    User.objects.bulk_create(
        User(email=f"{number}@example.org", person_id=number, is_active=True)
        for number in range(csps + 1, csps + reviewers + 1)
    )
    with travel(MONDAY - 8 * DAY):
        ensure_baseline(actor=None)
    run_sql(CONTACTS, csps=csps, until=MONDAY, days=DAYS, a_day=CONTACTS_A_DAY)


def tick() -> float:
    """Seconds of a tick. Fails if a reconciler fails."""
    from core import tick as ticking

    begun = time.perf_counter()
    changed = ticking.run()
    seconds = time.perf_counter() - begun
    if "quality.slot_times" not in changed:
        raise RuntimeError("The tick did not reconcile slots.")
    return seconds


def monday(csps: int) -> dict[str, float]:
    """Seconds and peak memory of the tick that opens and fills a week's slots, after one that did so for the week before."""
    from bench.harness import peak_mib
    from core.clock import travel
    from quality.models import Slot

    fill(csps)
    analyse()
    with travel(MONDAY - timedelta(hours=3)):
        tick()
    run_sql(DONE)
    with travel(MONDAY):
        seconds = tick()
    if Slot.objects.filter(state="assigned").count() != csps:
        raise RuntimeError("Not every CSP has a review assigned.")
    return {"seconds": seconds, "peak": peak_mib()}


def idle(csps: int, weeks: int, times: int) -> dict[str, float]:
    """Seconds of the tick that finds nothing to do, with some weeks of history and with a multiple of them."""
    from core.clock import travel
    from feedback.actions import rollups

    fill(csps)
    medians, filled = [], 5
    for last in (weeks, weeks * times):
        run_sql(HISTORY, csps=csps, until=MONDAY, first=filled + 1, last=last)
        filled = last
        rollups.rebuild()
        analyse()
        with travel(MONDAY):
            tick()
            medians.append(median(tick() for _ in range(REPETITIONS)))
    return {"few": medians[0], "many": medians[1]}


def main(command: str, *arguments: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    measure = monday if command == "monday" else idle
    print(json.dumps(measure(*map(int, arguments))))


if __name__ == "__main__":
    main(*sys.argv[1:])
