"""People are notified of files they asked for, and of their improvements that are due soon."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import tick, work
from core.clock import travel
from notices.models import Preference
from notices.queries.deliveries import turned_off
from people.models import Notification
from protocol import actions as protocols
from protocol.models import ImprovementAction, Protocol
from tests.factories import crisis as crises
from tests.factories.people import Personas

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


def improvement(protocol: Protocol, personas: Personas, due_on: date | None = DUE) -> ImprovementAction:
    owner = personas.other_supervisor.person
    return protocol.improvements.create(action="Order spare kettles", owner=owner, due_on=due_on)


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
