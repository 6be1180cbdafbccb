"""The readiness board, reminders, and what readiness does to the line."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.refusals import Refused
from crisis import actions as crisis_actions
from crisis.models import Crisis, LineShift
from crisis.queries.hours import own_line, since_when
from crisis.queries.staffing import staffing_for
from crisis.queries.steps import steps_of
from people.models import Notification, Person, Shift, User
from people.needs import needs_of
from tests.factories import crisis as crises
from tests.factories import training as trained
from tests.factories.people import Personas
from tests.live import asked_again, version_on
from training import actions
from training.queries.readiness import groups_of, readiness_of, ready_ids
from training.trainees import trainees_of

SignIn = Callable[[User], Client]


@pytest.fixture
def made(personas: Personas) -> tuple[Crisis, User, User]:
    crisis, (first, second) = crises.team(personas, 2)
    return crisis, first, second


def board(crisis: Crisis) -> str:
    return reverse("training:readiness", args=[crisis.journal_id])


def test_nobody_is_asked_to_be_ready_without_a_published_refresher(
    made: tuple[Crisis, User, User], personas: Personas, sign_in: SignIn
) -> None:
    crisis, member, _other = made
    trained.item(personas, trained.draft(personas, crisis))
    assert ready_ids(crisis.journal_id) is None
    crisis_actions.go_on_line(actor=member, crisis=crisis)
    assert "isn’t tracked" in sign_in(personas.trainer).get(board(crisis)).content.decode().replace("&#x27;", "’").replace(
        "'", "’"
    )


def test_trainees_are_the_team_and_lead_and_deputy_lead(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, other = made
    found = trainees_of(crisis.journal_id)
    assert found.person_ids == {member.person_id, other.person_id}
    assert found.lead_ids == {crisis.lead_id, crisis.deputy_id}
    assert found.active_since == crisis.activated_at
    crisis_actions.release(actor=personas.supervisor, crisis=crisis, person_id=other.person_id)
    assert trainees_of(crisis.journal_id).person_ids == {member.person_id}
    assert trainees_of(0).person_ids == frozenset()


def test_who_is_not_ready_any_more_does_not_count_but_keeps_the_hours(
    made: tuple[Crisis, User, User], personas: Personas, sign_in: SignIn
) -> None:
    crisis, member, _other = made
    _refresher, _items, version = trained.with_items(personas, crisis, "read")
    with pytest.raises(crisis_actions.NotTrained):
        crisis_actions.go_on_line(actor=member, crisis=crisis)
    trained.read(member, version)
    crisis_actions.go_on_line(actor=member, crisis=crisis)
    before = staffing_for(crisis, personas.supervisor)
    assert (before.total.on_line, before.total.ready, before.unready_on_line) == (1, 1, 0)
    later = trained.next_version(personas, version)
    after = staffing_for(crisis, personas.supervisor)
    assert (after.total.on_line, after.total.ready, after.unready_on_line) == (0, 0, 1)
    assert since_when(crisis) == {}
    line = own_line(crisis, member)
    assert line is not None
    assert line.since is not None
    assert not line.is_ready
    assert "count as on the line until" in sign_in(member).get(reverse("desk:home")).content.decode()
    assert LineShift.objects.get().ends_at is None
    trained.read(member, later)
    assert staffing_for(crisis, personas.supervisor).total.on_line == 1


def test_step_of_scripts_says_how_many_are_ready(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, _other = made
    _refresher, [item], _version = trained.with_items(personas, crisis, "free")
    actions.do_item(actor=member, item=item)
    assert steps_of(crisis, personas.supervisor)[2].note.endswith("1 of 2 ready")
    assert "ready" not in steps_of(crisis, member)[2].note


def test_open_room_board_and_home_notice_each_way_of_getting_ready(
    made: tuple[Crisis, User, User], personas: Personas, sign_in: SignIn
) -> None:
    crisis, member, other = made
    _refresher, [task, _read, played], version = trained.with_items(personas, crisis, "free", "read", "role_play")
    lead, board_url = sign_in(personas.supervisor), reverse("crisis:staffing", args=[crisis.pk])
    home, home_url = sign_in(member), reverse("desk:home")
    for act in (
        lambda: actions.do_item(actor=member, item=task),
        lambda: trained.decided(trained.asked(member, played, other), other, version),
        lambda: trained.read(member, version),
        lambda: actions.reopen_item(item=task, person_id=member.person_id, reason="Wrong twice."),
        lambda: actions.do_item(actor=member, item=task),
        lambda: trained.next_version(personas, version),
    ):
        seen = version_on(home, home_url)
        assert asked_again(home, home_url, seen).status_code == 204
        ready = ready_ids(crisis.journal_id)
        staffing = version_on(lead, board_url)
        act()
        assert asked_again(home, home_url, seen).status_code == 200
        changes = ready_ids(crisis.journal_id) != ready
        assert asked_again(lead, board_url, staffing).status_code == (200 if changes else 204)


def test_board_shows_who_lacks_what_by_group(made: tuple[Crisis, User, User], personas: Personas, sign_in: SignIn) -> None:
    crisis, member, other = made
    early = Shift.objects.create(name="Early", starts_at="06:00", ends_at="14:00")
    Person.objects.filter(pk=member.person_id).update(shift=early, channels=["chat", "phone"], languages=["nl"])
    Person.objects.filter(pk=other.person_id).update(channels=["chat"], languages=["nl", "en"])
    refresher, items, _version = trained.with_items(personas, crisis, "free", "example")
    for item in items:
        actions.do_item(actor=member, item=item)
    actions.do_item(actor=other, item=items[0])
    people = readiness_of(refresher)
    assert [(person.done, person.total, person.left) for person in people] == [(2, 2, ()), (1, 2, ("The example item",))]
    assert [(group.name, group.ready, group.people) for group in groups_of(people)] == [
        ("Early", 1, 1),
        ("No shift", 0, 1),
        ("Chat", 1, 2),
        ("Phone", 1, 1),
        ("Dutch", 1, 2),
        ("English", 0, 1),
    ]
    for user in (personas.trainer, personas.supervisor):
        page = sign_in(user).get(board(crisis)).content.decode()
        assert "The example item" in page
        assert "1 of 2 people are ready" in page
    page = sign_in(personas.other_supervisor).get(board(crisis)).content.decode()
    assert "Not ready" in page
    assert "The example item" not in page
    answer: Any = sign_in(personas.other_supervisor).get(board(crisis) + "?download=csv")
    rows = b"".join(answer.streaming_content).decode()
    assert "Agent 001,No" in rows
    assert "example" not in rows


def test_people_are_reminded_at_most_every_four_hours(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, other = made
    refresher, [item], _version = trained.with_items(personas, crisis, "free")
    actions.do_item(actor=member, item=item)
    with pytest.raises(PermissionDenied):
        actions.nudge(actor=personas.other_supervisor, refresher=refresher)
    with pytest.raises(actions.NobodyToNudge):
        actions.nudge(actor=personas.supervisor, refresher=refresher, person_id=member.person_id)
    now = clock.now()
    assert actions.nudge(actor=personas.supervisor, refresher=refresher) == 1
    for person_id in (None, other.person_id):
        with pytest.raises(actions.NobodyToNudge):
            actions.nudge(actor=personas.trainer, refresher=refresher, person_id=person_id)
    with clock.travel(now + actions.NUDGE_EVERY + timedelta(minutes=1)):
        assert actions.nudge(actor=personas.trainer, refresher=refresher, person_id=other.person_id) == 1
    assert Notification.objects.filter(person=other.person_id, key__startswith="refresher-nudge").count() == 2
    assert not Notification.objects.filter(person=member.person_id, key__startswith="refresher-nudge").exists()


def test_trainer_is_told_who_is_not_ready(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, _other = made
    _refresher, [item], _version = trained.with_items(personas, crisis, "free")
    assert any("2 of 2 people aren't ready" in need.title for need in needs_of(personas.trainer))
    actions.do_item(actor=member, item=item)
    assert any("1 of 2 people isn't ready" in need.title for need in needs_of(personas.trainer))
    assert not any("ready for" in need.title for need in needs_of(personas.supervisor))


def test_drill_has_its_own_readiness_and_is_marked(personas: Personas, sign_in: SignIn) -> None:
    crisis, [member] = crises.team(personas, 1, is_drill=True)
    _refresher, [item], _version = trained.with_items(personas, crisis, "free")
    assert "Drill: Kettle refresher" in sign_in(member).get(reverse("training:mine")).content.decode()
    assert Notification.objects.filter(person=member.person_id, text__startswith="Drill: Your refresher").exists()
    with pytest.raises(crisis_actions.NotTrained):
        crisis_actions.go_on_line(actor=member, crisis=crisis)
    actions.do_item(actor=member, item=item)
    crisis_actions.go_on_line(actor=member, crisis=crisis)


def test_person_who_joins_later_is_told_and_not_ready(personas: Personas) -> None:
    crisis = crises.active(personas)
    [invitation] = crises.invited(crisis, personas, 1)
    trained.with_items(personas, crisis, "free")
    told = Notification.objects.filter(person=personas.agent.person_id, key__startswith="refresher-published")
    assert not told.exists()
    crises.accept(invitation, personas.agent)
    assert told.count() == 1
    assert ready_ids(crisis.journal_id) == frozenset()


def test_closed_refresher_takes_no_more(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, _other = made
    refresher, [item], _version = trained.with_items(personas, crisis, "free")
    actions.close_refreshers_of(crisis.journal)
    actions.close_refreshers_of(crisis.journal)
    with pytest.raises(Refused):
        actions.nudge(actor=personas.trainer, refresher=refresher)
    with pytest.raises(Refused):
        trained.item(personas, refresher)
    actions.reopen_item(item=item, person_id=member.person_id, reason="Wrong twice.")
    assert not item.reopened.exists()
    trained.with_items(personas, crisis, "free")


def test_readiness_needs_as_many_queries_for_more_people(personas: Personas) -> None:
    counts = []
    for size, title in ((1, "Small"), (6, "Large")):
        crisis, _members = crises.team(personas, size, title=title) if size == 1 else larger(personas, size)
        trained.with_items(personas, crisis, "read", "free", "role_play", "contact")
        with CaptureQueriesContext(connection) as asked:
            ready_ids(crisis.journal_id)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def larger(personas: Personas, size: int) -> tuple[Crisis, list[User]]:
    """A second team of other agents."""
    members = crises.agents(size, first=10)
    crisis = crises.active(personas, [user.person_id for user in members], title="Large")
    by_person = {user.person_id: user for user in members}
    for invitation in crises.invited(crisis, personas, size):
        crises.accept(invitation, by_person[invitation.person_id])
    return crisis, members
