"""People are notified of files they asked for, and of their improvements that are due soon."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import tick, work
from core.clock import travel
from crisis.models import Crisis
from journal.queries import lines
from notices.models import Preference
from notices.queries.deliveries import turned_off
from people.models import Notification, User
from protocol import actions as protocols
from protocol.models import ImprovementAction, Protocol
from protocol.verbs import Verb
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
DAY = datetime(2026, 12, 7, 11, tzinfo=UTC)
DUE = date(2026, 12, 10)


@pytest.fixture
def protocol(personas: Personas) -> Protocol:
    return crises.written(crises.protocol_of(crises.active(personas), personas), personas.supervisor)


def told(kind: str) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(key__startswith=f"{kind}:").order_by("pk")
    return list(rows.values_list("person__display_name", "text"))


def test_person_who_asked_for_a_file_is_told_once_it_is_ready(protocol: Protocol, personas: Personas) -> None:
    export = protocols.request_export(actor=personas.ops, protocol=protocol, format="md")
    assert told("export") == []
    row = protocols.work_of(export)
    work.run_here(row)
    work.run_here(row)
    assert told("export") == [("Oona Ops", "The protocol of “Kettle recall” is ready as Markdown.")]


def test_files_come_by_email_only_if_the_person_wants_it(personas: Personas) -> None:
    person = personas.ops.person
    assert "protocol-files" in turned_off([person.pk])[person.pk]
    Preference.objects.create(person=person, topic="protocol-files", is_by_email=True)
    assert "protocol-files" not in turned_off([person.pk])[person.pk]


def test_everyone_who_asked_for_the_same_file_is_told(protocol: Protocol, personas: Personas) -> None:
    for user in (personas.ops, personas.supervisor, personas.ops):
        export = protocols.request_export(actor=user, protocol=protocol, format="md")
    # Another file isn't meant.
    protocols.request_export(actor=personas.other_supervisor, protocol=protocol, format="json")
    work.run_here(protocols.work_of(export))
    sentence = "The protocol of “Kettle recall” is ready as Markdown."
    assert sorted(told("export")) == [("Oona Ops", sentence), ("Sofia Supervisor", sentence)]
    recorded = [each for each in lines(protocol.crisis.journal_id, verbs=[Verb.EXPORTED]) if each.actor_id]
    assert len(recorded) == 3


def improvement(
    protocol: Protocol, personas: Personas, due_on: date | None = DUE, owner: User | None = None
) -> ImprovementAction:
    owner = owner or personas.other_supervisor
    return protocol.improvements.create(action="Order spare kettles", owner=owner.person, due_on=due_on)


def test_tick_tells_owners() -> None:
    assert "protocol.due_improvements" in tick._reconcilers


def test_owner_is_told_three_days_before_and_once(protocol: Protocol, personas: Personas) -> None:
    row = improvement(protocol, personas)
    with travel(DAY - timedelta(days=1)):
        assert protocols.tell_owners() == 0
    with travel(DAY):
        assert (protocols.tell_owners(), protocols.tell_owners()) == (1, 0)
    assert told("improvement") == [("Omar Othersupervisor", "Due on 10 Dec 2026 for “Kettle recall”: Order spare kettles")]
    row.due_on = DUE + timedelta(days=30)
    row.save()
    with travel(DAY + timedelta(days=30)):
        assert protocols.tell_owners() == 1


def test_improvement_without_a_date_or_long_overdue_is_left_alone(protocol: Protocol, personas: Personas) -> None:
    improvement(protocol, personas, due_on=None)
    improvement(protocol, personas, due_on=DAY.date() - timedelta(days=1))
    protocol.improvements.create(action="Nobody's", due_on=DUE)
    with travel(DAY):
        assert protocols.tell_owners() == 0


def test_owner_gets_a_link_only_if_they_may_read_the_protocol(protocol: Protocol, personas: Personas, sign_in: SignIn) -> None:
    url = reverse("protocol:detail", args=[protocol.crisis_id])
    for owner in (personas.agent, personas.ops, personas.supervisor, personas.trainer):
        improvement(protocol, personas, owner=owner)
    Crisis.objects.update(deputy=personas.trainer.person_id)
    with travel(DAY):
        assert protocols.tell_owners() == 4
    linked = {}
    for owner in (personas.agent, personas.ops, personas.supervisor, personas.trainer):
        linked[owner.person.display_name] = Notification.objects.get(person=owner.person, key__startswith="improvement:").url
        assert (sign_in(owner).get(url).status_code == 200) == bool(linked[owner.person.display_name])
    assert linked == {"Ana Agent": "", "Oona Ops": url, "Sofia Supervisor": url, "Tina Trainer": url}


@pytest.mark.parametrize("change", ["owner", "date", "dropped", "nothing"])
def test_notification_is_settled_once_it_no_longer_applies(change: str, protocol: Protocol, personas: Personas) -> None:
    row = improvement(protocol, personas)
    other = improvement(protocol, personas)
    with travel(DAY):
        protocols.tell_owners()
    actor, version = personas.supervisor, protocol.version
    owner_id = (personas.agent if change == "owner" else personas.other_supervisor).person_id
    if change == "dropped":
        protocols.drop_improvement(actor=actor, improvement=row, version=version)
    else:
        due_on = DUE + timedelta(days=change == "date")
        protocols.change_improvement(actor=actor, improvement=row, version=version, owner_id=owner_id, due_on=due_on)
    unread = set(Notification.objects.filter(key__startswith="improvement:", read_at=None).values_list("key", flat=True))
    keys = {f"improvement:{each}:due:2026-12-10" for each in ({row.pk, other.pk} if change == "nothing" else {other.pk})}
    assert unread == keys


def test_owner_is_not_told_again_after_the_retention_time(protocol: Protocol, personas: Personas) -> None:
    improvement(protocol, personas)
    with override_settings(RETENTION_READ_NOTIFICATIONS_DAYS=1):
        # The day begins at midnight in Lisbon.
        with travel(datetime(2026, 12, 7, 0, 30, tzinfo=UTC)):
            assert protocols.tell_owners() == 1
        Notification.objects.all().delete()
        with travel(DAY + timedelta(days=2)):
            protocols.tell_owners()
    assert told("improvement") == []


def test_number_of_queries_does_not_grow_with_told_improvements(protocol: Protocol, personas: Personas) -> None:
    def queries() -> int:
        with travel(DAY):
            protocols.tell_owners()
            with CaptureQueriesContext(connection) as captured:
                assert protocols.tell_owners() == 0
        return len(captured)

    improvement(protocol, personas)
    before = queries()
    improvement(protocol, personas, owner=personas.agent)
    improvement(protocol, personas, owner=personas.ops)
    assert queries() == before


def test_improvement_of_a_drill_is_told_to_participants(personas: Personas) -> None:
    drill = crises.active(personas, is_drill=True, deputy_id=personas.other_supervisor.person_id)
    protocol = crises.protocol_of(drill, personas)
    improvement(protocol, personas)
    improvement(protocol, personas, owner=personas.ops)
    with travel(DAY):
        assert (protocols.tell_owners(), protocols.tell_owners()) == (1, 0)
    assert [name for name, _text in told("improvement")] == ["Omar Othersupervisor"]
