"""Readers of a script are notified of a version to read and of its withdrawal, once, until they have confirmed it."""

from datetime import timedelta

import pytest

from core import clock
from core.clock import travel
from notices.topics import offered_to, topic_of
from people.models import Notification, Role, User
from scripts_library import actions
from scripts_library.models import ScriptVersion
from scripts_library.permissions import can_read
from tests.factories import scripts_library as make
from tests.factories.people import Personas, user_with


@pytest.fixture
def version(personas: Personas) -> ScriptVersion:
    return make.published(personas.supervisor, personas.approver)


def texts_of(user: User, *, unread: bool = True) -> list[str]:
    """Texts of the user's notifications about scripts, oldest first."""
    told = Notification.objects.filter(person=user.person, key__regex=r"^script-(published|withdrawn):").order_by("pk")
    return list((told.filter(read_at=None) if unread else told).values_list("text", flat=True))


def test_agents_are_asked_to_read_a_new_script(version: ScriptVersion, personas: Personas) -> None:
    for agent in (personas.agent, personas.other_agent):
        assert texts_of(agent) == ["Please read the new script “Ferry cancelled”."]
    for other in (personas.supervisor, personas.approver, personas.reviewer):
        assert texts_of(other) == []


def test_people_do_not_hear_of_what_they_publish_or_withdraw(personas: Personas) -> None:
    both = user_with(Role.SUPERVISOR, Role.AGENT, name="Bella Both")
    version = make.published(both, personas.approver)
    assert len(texts_of(personas.agent)) == 1
    assert texts_of(both) == []
    for reader in (both, personas.agent):
        actions.acknowledge(actor=reader, version=version)
    actions.withdraw(actor=both, version=version, reason="Wrong.")
    assert len(texts_of(personas.agent)) == 1
    assert texts_of(both) == []


def test_readers_of_every_role_can_turn_off_what_they_get(version: ScriptVersion, personas: Personas) -> None:
    readers = [user for _name, user in personas if can_read(user)]
    for reader in readers:
        actions.acknowledge(actor=reader, version=version)
    former = user_with(Role.REVIEWER, name="Fay Former")
    actions.acknowledge(actor=former, version=version)
    former.person.role_grants.all().delete()
    actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.")
    told = Notification.objects.filter(key__startswith="script-withdrawn:")
    assert {each.person_id for each in told} == {reader.person_id for reader in readers} - {personas.supervisor.person_id}
    for message in Notification.objects.filter(key__startswith="script-"):
        user = User.objects.get(person=message.person_id)
        assert topic_of(message.key) in offered_to(user), (user, message.key)


def test_reading_it_settles_the_notification(version: ScriptVersion, personas: Personas) -> None:
    actions.acknowledge(actor=personas.agent, version=version)
    assert texts_of(personas.agent) == []
    assert len(texts_of(personas.other_agent)) == 1


def test_new_version_replaces_the_request_to_read_the_old_one(version: ScriptVersion, personas: Personas) -> None:
    later = make.next_version(personas.supervisor, personas.approver, version)
    actions.publish(actor=personas.supervisor, version=later, ends_at=clock.now() + timedelta(days=1))
    assert texts_of(personas.agent) == ["Please read version 2 of the script “Ferry cancelled”."]


def test_expired_version_need_not_be_read(version: ScriptVersion, personas: Personas) -> None:
    with travel(clock.now() + timedelta(days=31)):
        actions.expire_ended()
    assert texts_of(personas.agent) == []


@pytest.mark.parametrize("is_replaced", [True, False])
def test_withdrawal_reaches_those_who_have_read_it(is_replaced: bool, version: ScriptVersion, personas: Personas) -> None:
    actions.acknowledge(actor=personas.agent, version=version)
    other = make.published(personas.supervisor, personas.approver, title="Ferry late").script if is_replaced else None
    Notification.objects.exclude(key__endswith=f":{version.pk}").delete()
    actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.", replacement=other)
    sentences = "Stop using the script “Ferry cancelled”. It was withdrawn."
    assert texts_of(personas.agent) == [f"{sentences} Use “Ferry late” instead." if is_replaced else sentences]
    assert texts_of(personas.other_agent) == []
    actions.acknowledge_withdrawal(actor=personas.agent, version=version)
    assert texts_of(personas.agent) == []
