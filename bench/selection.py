"""The selection page with thousands of people, compared with a page that needs one query.

The benchmark's contact centre: 5,000 CSPs in 200 teams, twelve months, six kinds of work each, so 360,000 rows of the rollup
of scores and 120,000 of that of contacts. All pages go through Django's test client, in this process and without HTTP:
routing, session, view, queries and templates. *Warm* means that the page was opened with these criteria before, as for a
person who filters or selects people. *First load* begins with empty caches, as after a start or an import, and *changed
criteria* are another number of months of the same years each time.
"""

from itertools import cycle

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from bench.harness import Row, side_by_side
from crisis.actions import open_crisis
from feedback.models import RollupBasis
from feedback.queries import ranking, response_rates, work_counts
from feedback.queries.rollups import current_basis
from feedback.sql.rollups import ROLLUPS
from people.identity import Role
from people.models import Organisation, Person, RoleGrant, User
from selection.presentation import candidate_cells
from selection.queries import candidates

CSPS, TEAMS = 5_000, 200
WARM_GOAL, FIRST_GOAL, CHANGED_GOAL = 4.0, 20.0, 10.0
CRITERIA = {"until": "2026-11-01", "months": "12", "team_size": "40"}

PEOPLE = """
INSERT INTO people_shift (id, name, starts_at, ends_at) VALUES (1, 'Day', '08:00', '16:00'), (2, 'Late', '14:00', '22:00')
;
INSERT INTO people_team (id, name, site) SELECT i, 'Team ' || i, 'Site ' || i %% 5 FROM generate_series(1, %(teams)s) AS i
;
INSERT INTO people_person (id, display_name, languages, channels, time_zone, shift_id, contract_hours)
SELECT i, 'CSP ' || i, CASE WHEN i %% 3 = 0 THEN '{en,de}' ELSE '{en}' END::varchar[], '{phone,chat}', '', i %% 2 + 1,
       16 + i %% 5 * 6
FROM generate_series(1, %(csps)s) AS i
;
SELECT setval('people_person_id_seq', %(csps)s)
;
INSERT INTO people_rolegrant (person_id, role) SELECT id, 'agent' FROM people_person
;
INSERT INTO people_membership (person_id, team_id, is_lead, starts_on)
SELECT id, id %% %(teams)s + 1, false, '2020-01-01' FROM people_person
"""
# Quality differs a little and work differs more, so that hundreds of people are too close to call.
SCORES = """
INSERT INTO feedback_monthlyscore (person_id, month_on, channel, topic, language, instrument,
                                   n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10)
SELECT person, (date '2025-11-01' + interval '1 month' * month)::date, channel, 'topic ' || topic, 'en', 'csat',
       0, 0, n - satisfied, 0, 0, satisfied, 0, 0, 0, 0, 0
FROM (
    SELECT person, month, channel, topic, n,
           round(n * least(1, 0.85 + 0.05 * sin(person * 1.7) + 0.1 * sin(person * 13 + month * 7 + topic)))::int AS satisfied
    FROM generate_series(1, %(csps)s) AS person, generate_series(0, 11) AS month, unnest(ARRAY['phone', 'chat']) AS channel,
         generate_series(1, 3) AS topic, LATERAL (SELECT 5 + (person * 7 + month * 3 + topic) %% 45 AS n) AS volume
) AS counted
"""
# A third of the contacts are not rated.
CONTACTS = """
INSERT INTO feedback_monthlycontacts (person_id, month_on, source, channel, rated, unrated)
SELECT person_id, month_on, 'bench', channel, sum(n2 + n5), sum(n2 + n5) / 2 FROM feedback_monthlyscore
GROUP BY person_id, month_on, channel
"""


def set_up() -> tuple[Client, str]:
    """Add people, their scores and a draft crisis. Returns the lead's client and the address of the selection page."""
    Organisation.objects.create(pk=1, name="bench", reporting_zone="Europe/Berlin")
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (*PEOPLE.split(";"), SCORES, CONTACTS):
            cursor.execute(statement, {"csps": CSPS, "teams": TEAMS})
    for rollup in ROLLUPS:
        RollupBasis.objects.update_or_create(table=rollup.table, defaults={"digest": current_basis().digest_for(rollup)})
    person = Person.objects.create(display_name="Lead")
    RoleGrant.objects.create(person=person, role=Role.SUPERVISOR)
    user = User.objects.create(person=person, email="lead@example.org")
    deputy = Person.objects.create(display_name="Deputy")
    RoleGrant.objects.create(person=deputy, role=Role.SUPERVISOR)
    User.objects.create(person=deputy, email="deputy@example.org")
    crisis = open_crisis(actor=user, title="Storm", kind="internal", lead_id=person.pk, deputy_id=deputy.pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, reverse("selection:detail", args=[crisis.pk])


def forget() -> None:
    """Empty the caches of rankings, people and cells, as if the process had just started."""
    of_scores = (work_counts._rolled_up, ranking._counted, ranking._remembered, response_rates._cells, response_rates._rates)  # noqa: SLF001 - what a new process doesn't have
    of_people = (candidates._candidates, candidates._covered, candidates._people, candidate_cells._cells)  # noqa: SLF001 - likewise
    for cache in (*of_scores, *of_people):
        cache.cache_clear()


def rows() -> list[Row]:
    """A row each for the warm page, the first load and changed criteria, in turns with a page that needs one query."""
    client, url = set_up()
    reference = "a page behind the sign-in with one query"

    def opened(**criteria: str) -> None:
        answer = client.get(url, {**CRITERIA, **criteria})
        if b"too close to call" not in answer.content.lower():
            raise AssertionError("Nobody is too close to call, so this is not the page to measure.")

    def notifications() -> None:
        client.get(reverse("people:notifications"))

    def first() -> None:
        forget()
        opened()

    # More windows in turn than a process remembers.
    windows = cycle(("11", "10", "9", "8", "7"))

    def changed() -> None:
        opened(months=next(windows))

    opened()
    notifications()
    measured = (
        ("warm", opened, 25, WARM_GOAL),
        ("first load", first, 7, FIRST_GOAL),
        ("changed criteria", changed, 7, CHANGED_GOAL),
    )
    found = []
    for kind, work, repetitions, goal in measured:
        ours, other = side_by_side(work, notifications, repetitions=repetitions)
        name = f"selection page, {kind}, {CSPS:,} CSPs and twelve months"
        found.append(Row(name, reference, ours, other, "at_most", goal))
    return found
