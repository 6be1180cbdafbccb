"""The migration that tells ends of invitations apart, on rows as earlier versions wrote them."""

from datetime import timedelta
from importlib import import_module

from django.db import connection

from core import clock
from crisis import actions
from crisis.models import Crisis, Invitation
from tests.factories import crisis as crises
from tests.factories.people import Personas

migration = import_module("crisis.migrations.0005_ends_of_invitations")


def resolved_earlier(personas: Personas) -> tuple[Crisis, dict[str, Invitation]]:
    """Two members, of whom one left before the end, one invitation that ended with the crisis, and one that expired."""
    crisis, users = crises.team(personas, 2, team_size=4)
    crises.selected(crisis, [personas.agent.person_id, personas.other_agent.person_id])
    crises.invited(crisis, personas, 2)
    actions.release(actor=personas.supervisor, crisis=crisis, person_id=users[0].person_id)
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    crisis.refresh_from_db()
    people = {
        "left": users[0],
        "stayed": users[1],
        "unanswered": personas.agent,
        "expired": personas.other_agent,
    }
    rows = {name: crisis.invitations.get(person=user.person_id) for name, user in people.items()}
    Invitation.objects.filter(pk__in=[rows["left"].pk, rows["stayed"].pk]).update(state="released")
    Invitation.objects.filter(pk__in=[rows["unanswered"].pk, rows["expired"].pk]).update(state="expired")
    deadline = clock.now() + timedelta(days=9)
    Invitation.objects.filter(pk=rows["expired"].pk).update(deadline_at=deadline, ended_at=deadline)
    return crisis, rows


def migrate(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def states(rows: dict[str, Invitation]) -> dict[str, str]:
    found = dict(Invitation.objects.values_list("pk", "state"))
    return {name: found[row.pk] for name, row in rows.items() if row.pk in found}


def test_ends_with_the_crisis_are_told_from_expired_and_released(personas: Personas) -> None:
    _crisis, rows = resolved_earlier(personas)
    before = states(rows)
    migrate(migration.TELL_APART)
    assert states(rows) == {"left": "released", "stayed": "served", "unanswered": "ended", "expired": "expired"}
    migrate(migration.AS_BEFORE)
    assert states(rows) == before


def test_closed_crises_keep_neither_answers_nor_ways_of_leaving(personas: Personas) -> None:
    crisis, rows = resolved_earlier(personas)
    now = clock.now()
    Crisis.objects.filter(pk=crisis.pk).update(
        state="closed", review_began_at=now, closed_at=now, closing_counts={"declined": 1}
    )
    migrate(migration.TELL_APART)
    assert states(rows) == {"left": "released", "stayed": "released"}
    assert Crisis.objects.get(pk=crisis.pk).closing_counts == {}
