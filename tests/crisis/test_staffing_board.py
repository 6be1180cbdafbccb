"""The staffing board: figures by cell, gaps in words, and what each reader sees."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.refusals import Refused
from crisis import actions, selection_registry
from crisis.cells import CellKind, StaffingCell
from crisis.models import Crisis, LineShift, StaffingNeed, TeamMember
from crisis.queries import staffing
from crisis.queries.open_tasks import needs_in
from crisis.queries.staffing import staffing_for
from crisis.queries.steps import steps_of
from journal.queries import lines
from people.models import Person, Shift, User
from tests.constraints import refused_by
from tests.factories import crisis as crises
from tests.factories.people import Personas, PersonFactory
from tests.live import asked_again, version_on

SignIn = Callable[[User], Client]

CHAT, PHONE = StaffingCell(CellKind.CHANNEL, "chat"), StaffingCell(CellKind.CHANNEL, "phone")
DUTCH = StaffingCell(CellKind.LANGUAGE, "nl")
EVENING = StaffingCell(CellKind.SHIFT, "Evening")


def works(person_id: int, **facts: object) -> None:
    Person.objects.filter(pk=person_id).update(**facts)


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    """Active crisis with three spots: two members for chat and phone, one of them in the evening, and nobody invited."""
    crisis, (first, second) = crises.team(personas, 2, team_size=3)
    evening = Shift.objects.create(name="Evening", starts_at="14:00", ends_at="22:00")
    works(first.person_id, channels=["chat", "phone"], languages=["nl", "en"], shift=evening)
    works(second.person_id, channels=["chat"], languages=["en"])
    return crisis


def board(crisis: Crisis) -> str:
    return reverse("crisis:staffing", args=[crisis.pk])


def row_of(crisis: Crisis, user: User, cell: StaffingCell) -> object:
    return next(row for _kind, rows in staffing_for(crisis, user).groups for row in rows if row.cell == cell)


def figures(crisis: Crisis, user: User, cell: StaffingCell) -> tuple[object, ...]:
    row = row_of(crisis, user, cell)
    return tuple(getattr(row, name) for name in ("needed", "invited", "on_team", "ready", "on_line"))


def need(crisis: Crisis, personas: Personas, **counts: int) -> None:
    cells = {"chat": CHAT, "phone": PHONE, "nl": DUTCH, "evening": EVENING}
    actions.set_needed(actor=personas.supervisor, crisis=crisis, needed={cells[name]: count for name, count in counts.items()})


def test_people_count_in_each_of_their_channels_and_languages(crisis: Crisis, personas: Personas) -> None:
    lead = personas.supervisor
    need(crisis, personas, chat=3, evening=1)
    assert figures(crisis, lead, CHAT) == (3, 0, 2, None, 0)
    assert figures(crisis, lead, PHONE) == (None, 0, 1, None, 0)
    assert figures(crisis, lead, DUTCH) == (None, 0, 1, None, 0)
    assert figures(crisis, lead, EVENING) == (1, 0, 1, None, 0)
    assert [row.named_gap for row in staffing_for(crisis, lead).gaps] == ["Chat: 1 more needed"]


def test_renamed_shift_is_said_to_be_gone(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    need(crisis, personas, evening=1, chat=1)
    Shift.objects.update(name="Late")
    row = row_of(crisis, personas.supervisor, EVENING)
    assert getattr(row, "name", "") == "Evening (no longer exists)"
    form = sign_in(personas.supervisor).get(reverse("crisis:needed", args=[crisis.pk])).content.decode()
    assert "Evening (no longer exists)" in form
    assert "Evening (no longer exists): 1 more needed" in sign_in(personas.supervisor).get(board(crisis)).content.decode()


def test_open_invitations_and_people_on_the_line_count(crisis: Crisis, personas: Personas) -> None:
    need(crisis, personas, chat=4)
    invitee = PersonFactory.create(channels=["chat"])
    crises.selected(crisis, [invitee.pk])
    actions.send_invitations(actor=personas.supervisor, crisis=crisis, count=1)
    member = User.objects.get(person__display_name="Agent 000")
    actions.go_on_line(actor=member, crisis=crisis)
    assert figures(crisis, personas.supervisor, CHAT) == (4, 1, 2, None, 1)
    assert [row.named_gap for row in staffing_for(crisis, personas.supervisor).gaps] == ["Chat: 2 more needed, 1 invited"]


def test_readiness_counts_once_a_room_tracks_it(
    crisis: Crisis, personas: Personas, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = sign_in(personas.supervisor).get(board(crisis)).content.decode()
    assert "Readiness isn&#x27;t tracked yet" in page or "Readiness isn't tracked yet" in page
    member = TeamMember.objects.get(person__display_name="Agent 001")
    monkeypatch.setattr(staffing, "ready_members", lambda _crisis: frozenset({member.person_id, 0}))
    assert figures(crisis, personas.supervisor, CHAT) == (None, 0, 2, 1, 0)
    assert staffing_for(crisis, personas.supervisor).total.ready == 1
    page = sign_in(personas.supervisor).get(board(crisis)).content.decode()
    assert "tracked yet" not in page


def test_others_see_only_needed_and_on_the_team(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    need(crisis, personas, chat=3)
    member = User.objects.get(person__display_name="Agent 000")
    for reader in (personas.other_supervisor, member):
        assert figures(crisis, reader, CHAT) == (3, None, 2, None, None)
        page = sign_in(reader).get(board(crisis)).content.decode()
        for hidden in ("Invited", "Ready", "more needed", "Hours on the line", "Set people needed"):
            assert hidden not in page
        assert "On the team" in page


def test_board_of_others_stays_the_same_when_someone_is_invited_and_declines(
    crisis: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    """Not even a cell that only the invited person counts in appears."""
    client = sign_in(personas.other_supervisor)
    version = version_on(client, board(crisis))
    [user] = crises.agents(1, first=50)
    works(user.person_id, channels=["social"], languages=["fi"])
    crises.selected(crisis, [user.person_id])
    actions.send_invitations(actor=personas.supervisor, crisis=crisis, count=1)
    assert "Finnish" in sign_in(personas.supervisor).get(board(crisis)).content.decode()
    assert asked_again(client, board(crisis), version).status_code == 204
    actions.decline(actor=user, invitation=crisis.invitations.get(person=user.person_id))
    assert asked_again(client, board(crisis), version).status_code == 204


def test_board_updates_when_someone_goes_on_the_line(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), board(crisis)
    version = version_on(client, url)
    with CaptureQueriesContext(connection) as asked:
        assert asked_again(client, url, version).status_code == 204
    assert len(asked) <= 4
    actions.go_on_line(actor=User.objects.get(person__display_name="Agent 001"), crisis=crisis)
    assert asked_again(client, url, version).status_code == 200


def test_numbers_of_queries_do_not_grow_with_members(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    urls = [board(crisis), reverse("crisis:hours", args=[crisis.pk]), reverse("crisis:detail", args=[crisis.pk])]

    def counted() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    client.get(urls[0])
    before = counted()
    Crisis.objects.filter(pk=crisis.pk).update(team_size=40)
    for number in range(30):
        person = PersonFactory.create(channels=["chat"], languages=["en", "nl"])
        TeamMember.objects.create(crisis=crisis, person=person)
        LineShift.objects.create(crisis=crisis, person=person)
        StaffingNeed.objects.create(crisis=crisis, dimension="shift", value=f"Shift {number}", needed=1)
    assert counted() == before


# ---- People needed.


def test_needed_people_are_journalled_and_removed_again(crisis: Crisis, personas: Personas) -> None:
    need(crisis, personas, chat=3)
    need(crisis, personas, chat=3)
    actions.set_needed(actor=personas.supervisor, crisis=crisis, needed={CHAT: None})
    told = [(line.verb, line.texts) for line in lines(crisis.journal_id) if "needed" in line.verb]
    assert told == [("crisis.needed_set", {"cell": "Chat"}), ("crisis.needed_removed", {"cell": "Chat"})]
    assert not StaffingNeed.objects.exists()


def test_needed_people_are_at_least_those_of_the_coverage_rules(crisis: Crisis, personas: Personas) -> None:
    assert selection_registry.needed_by_rules(crisis) == {}
    selection = crisis.selections.get()
    selection.criteria["coverage"] = {"minimums": [["channel", "chat", 2], ["site", "Porto", 1]], "most_per_team": None}
    selection.save()
    assert figures(crisis, personas.supervisor, CHAT)[0] == 2
    with pytest.raises(actions.TooFewNeeded, match="Chat: the coverage rules need at least 2"):
        need(crisis, personas, chat=1)
    need(crisis, personas, chat=5)
    assert figures(crisis, personas.supervisor, CHAT)[0] == 5


def test_only_lead_and_deputy_set_needed_people_and_only_while_there_is_a_team(crisis: Crisis, personas: Personas) -> None:
    with pytest.raises(PermissionDenied):
        actions.set_needed(actor=personas.other_supervisor, crisis=crisis, needed={CHAT: 1})
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    with pytest.raises(Refused, match="released"):
        need(crisis, personas, chat=1)


def test_form_saves_numbers_and_refuses_impossible_ones(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), reverse("crisis:needed", args=[crisis.pk])
    assert "Evening" in client.get(url).content.decode()
    assert client.post(url, {"shift:Evening": "501"}).status_code == 422
    assert client.post(url, {"shift:Evening": "2", "channel:chat": "3", "shift:Unknown": "4"}).status_code == 302
    assert {(one.cell, one.needed) for one in StaffingNeed.objects.all()} == {(EVENING, 2), (CHAT, 3)}
    assert client.post(url, {"channel:chat": "3"}).status_code == 302
    assert [one.cell for one in StaffingNeed.objects.all()] == [CHAT]


@pytest.mark.parametrize(
    ("bad", "constraint"),
    [
        ({"needed": 0}, "staffing_need_possible"),
        ({"needed": 501}, "staffing_need_possible"),
        ({"value": ""}, "staffing_need_names_a_value"),
        ({"dimension": "site"}, "staffing_need_dimension_known"),
    ],
)
def test_impossible_needs_are_refused_by_the_database(bad: dict[str, object], constraint: str, crisis: Crisis) -> None:
    good = {"crisis": crisis, "dimension": "channel", "value": "chat", "needed": 500}
    with refused_by(constraint):
        StaffingNeed.objects.create(**{**good, **bad})
    StaffingNeed.objects.create(**good)
    with refused_by("staffing_need_once"):
        StaffingNeed.objects.create(**good)


# ---- The room, the navigation and the home.


def test_gap_is_a_task_of_lead_and_deputy_until_someone_is_invited(crisis: Crisis, personas: Personas) -> None:
    need(crisis, personas, chat=3)

    def tasks(user: User) -> list[str]:
        return [task.title for task in needs_in(crisis, user) if task.url == board(crisis)]

    assert tasks(personas.supervisor) == ["Chat: 1 more needed"] == tasks(crises.deputy())
    assert not tasks(personas.other_supervisor)
    crises.selected(crisis, [PersonFactory.create(channels=["chat"]).pk])
    actions.send_invitations(actor=personas.supervisor, crisis=crisis, count=1)
    assert not tasks(personas.supervisor)


def test_navigation_tells_lead_and_deputy_who_is_on_the_line_and_the_first_gap(crisis: Crisis, personas: Personas) -> None:
    def note(user: User) -> str:
        return next(step.note for step in steps_of(crisis, user) if step.title == "Buy-in")

    assert note(personas.supervisor) == "2 of 3 spots filled, 0 on the line"
    need(crisis, personas, evening=3)
    actions.go_on_line(actor=User.objects.get(person__display_name="Agent 000"), crisis=crisis)
    assert note(personas.supervisor) == "1 on the line. Evening: 2 more needed"
    assert note(personas.other_supervisor) == "2 of 3 spots filled"
