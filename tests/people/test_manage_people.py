"""Administrators manage people's records, teams, roles and leave."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from journal import queries as journals
from journal.actions import house_journal
from people import actions
from people.models import Leave, Membership, Person, Role, User
from people.queries.organisation import reporting_zone
from people.queries.roles import agent_ids, roles_of
from tests.factories.people import Personas, PersonFactory, ShiftFactory, TeamFactory

MARCH = date(2026, 3, 1)


def last_line() -> journals.EntryLine:
    return journals.lines(house_journal().pk)[-1]


def test_only_administrators_change_people(personas: Personas) -> None:
    person, team, shift = personas.other_agent.person, TeamFactory.create(), ShiftFactory.create()
    membership = Membership.objects.get(person=person)
    leave = Leave.objects.create(person=person, first_on=MARCH, last_on=MARCH)
    hours: dict[str, Any] = {"starts_at": "08:00", "ends_at": "09:00"}
    writes: list[Callable[[User], object]] = [
        lambda actor: actions.add_person(actor=actor, display_name="Nina New"),
        lambda actor: actions.change_person(actor=actor, person=person, display_name="Else"),
        lambda actor: actions.record_leaving(actor=actor, person=person, left_on=MARCH),
        lambda actor: actions.record_return(actor=actor, person=person),
        lambda actor: actions.give_sign_in(actor=actor, person=person, email="x@example.org"),
        lambda actor: actions.end_sign_in(actor=actor, person=person),
        lambda actor: actions.set_roles(actor=actor, person=person, roles=[Role.ADMINISTRATOR]),
        lambda actor: actions.join_team(actor=actor, person=person, team=team, starts_on=MARCH),
        lambda actor: actions.leave_team(actor=actor, membership=membership, ends_on=MARCH),
        lambda actor: actions.enter_leave(actor=actor, person=person, first_on=MARCH, last_on=MARCH),
        lambda actor: actions.cancel_leave(actor=actor, leave=leave),
        lambda actor: actions.add_team(actor=actor, name="East"),
        lambda actor: actions.change_team(actor=actor, team=team, name="East", site=""),
        lambda actor: actions.add_shift(actor=actor, name="Early", **hours),
        lambda actor: actions.change_shift(actor=actor, shift=shift, name="Early", **hours),
        lambda actor: actions.set_organisation(
            actor=actor, name="X", reporting_zone="UTC", work_starts_at=clock.now().time(), work_ends_at=clock.now().time()
        ),
    ]
    before = journals.head(house_journal().pk)
    for _name, user in personas:
        if user != personas.administrator:
            for write in writes:
                with pytest.raises(PermissionDenied):
                    write(user)
    assert journals.head(house_journal().pk) == before


def test_journal_names_changed_fields_without_values(personas: Personas) -> None:
    person = personas.agent.person
    actions.change_person(actor=personas.administrator, person=person, display_name="Ana A", languages=["en"])
    line = last_line()
    assert (line.verb, line.data, line.texts) == ("people.person_changed", {"fields": ["display_name", "languages"]}, {})
    actions.change_person(actor=personas.administrator, person=person, display_name="Ana A")
    assert journals.head(house_journal().pk)[0] == line.sequence, "nothing changed, nothing recorded"


def test_address_of_another_person_is_refused(personas: Personas) -> None:
    PersonFactory.create(email="taken@example.org")
    for email in ("Taken@example.org", "OTTO.otheragent@example.org"):
        with pytest.raises(actions.EmailTaken, match="Someone else"):
            actions.add_person(actor=personas.administrator, display_name="Nina New", email=email)
        with pytest.raises(actions.EmailTaken, match="Someone else"):
            actions.change_person(actor=personas.administrator, person=personas.agent.person, email=email)
    with pytest.raises(actions.EmailTaken, match="signs in with this address"):
        actions.change_person(actor=personas.administrator, person=person_with_email(personas), email=None)


def person_with_email(personas: Personas) -> Person:
    return actions.change_person(actor=personas.administrator, person=personas.agent.person, email="ana@example.org")


def test_departure_ends_memberships_and_account_and_can_be_undone(personas: Personas) -> None:
    person = personas.agent.person
    with clock.travel(datetime(2026, 3, 10, 12, tzinfo=UTC)):
        with pytest.raises(actions.NotYet, match="in the future"):
            actions.record_leaving(actor=personas.administrator, person=person, left_on=date(2026, 3, 12))
        next_team = actions.join_team(
            actor=personas.administrator, person=person, team=TeamFactory.create(), starts_on=date(2026, 4, 1)
        )
        left = actions.record_leaving(actor=personas.administrator, person=person, left_on=date(2026, 3, 11))
    assert left.left_on == date(2026, 3, 11)
    assert [each.last_on for each in Membership.objects.filter(person=person)] == [date(2026, 3, 10)]
    assert not Membership.objects.filter(pk=next_team.pk).exists()
    assert not User.objects.get(person=person).is_active
    assert person.pk not in agent_ids()
    actions.record_return(actor=personas.administrator, person=person)
    assert person.pk in agent_ids()
    assert not User.objects.get(person=person).is_active


def test_departure_before_the_first_day_is_refused(personas: Personas) -> None:
    person = PersonFactory.create(joined_on=MARCH)
    with pytest.raises(actions.NotYet, match="joined after that day"):
        actions.record_leaving(actor=personas.administrator, person=person, left_on=MARCH)


def test_overlapping_membership_is_refused(personas: Personas) -> None:
    person, team = PersonFactory.create(), TeamFactory.create()
    first = actions.join_team(actor=personas.administrator, person=person, team=team, starts_on=MARCH)
    with pytest.raises(actions.AlreadyInTeam, match="End that membership first"):
        actions.join_team(actor=personas.administrator, person=person, team=team, starts_on=MARCH + timedelta(days=40))
    for ends_on in (MARCH, MARCH - timedelta(days=1)):
        with pytest.raises(actions.LeftBeforeJoining, match="starts on"):
            actions.leave_team(actor=personas.administrator, membership=first, ends_on=ends_on)
    actions.leave_team(actor=personas.administrator, membership=first, ends_on=date(2026, 4, 1))
    assert last_line().data == {"team": team.pk, "ends_on": "2026-04-01"}
    with pytest.raises(actions.LeftBeforeJoining, match="already ended"):
        actions.leave_team(actor=personas.administrator, membership=first, ends_on=date(2026, 4, 2))
    actions.join_team(actor=personas.administrator, person=person, team=team, starts_on=date(2026, 4, 1))


def test_overlapping_leave_is_refused(personas: Personas) -> None:
    person = PersonFactory.create()
    leave = actions.enter_leave(actor=personas.administrator, person=person, first_on=MARCH, last_on=MARCH)
    with pytest.raises(actions.LeaveOverlaps, match="already"):
        actions.enter_leave(actor=personas.administrator, person=person, first_on=MARCH - timedelta(days=5), last_on=MARCH)
    for _twice in range(2):
        actions.cancel_leave(actor=personas.administrator, leave=leave)
    assert [line.verb for line in journals.lines(house_journal().pk)] == ["people.leave_entered", "people.leave_cancelled"]


def test_used_names_of_teams_and_shifts_are_refused(personas: Personas) -> None:
    east = actions.add_team(actor=personas.administrator, name="East", site="Faro")
    early = actions.add_shift(actor=personas.administrator, name="Early", starts_at="06:00", ends_at="14:00")  # type: ignore[arg-type]
    with pytest.raises(actions.NameTaken, match="EAST already exists"):
        actions.add_team(actor=personas.administrator, name="EAST")
    with pytest.raises(actions.NameTaken, match="east already exists"):
        actions.change_team(actor=personas.administrator, team=TeamFactory.create(), name="east", site="")
    with pytest.raises(actions.NameTaken, match="early already exists"):
        actions.change_shift(
            actor=personas.administrator,
            shift=ShiftFactory.create(),
            name="early",
            starts_at=early.starts_at,
            ends_at=early.ends_at,
        )
    assert actions.change_team(actor=personas.administrator, team=east, name="east", site="Faro").name == "east"


def test_list_of_people_can_be_searched(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client, url = sign_in(personas.administrator), reverse("people:list")
    PersonFactory.create(display_name="Gone Greta", left_on=MARCH)

    def names(**query: str) -> list[str]:
        return [row.record.display_name for row in client.get(url, query).context["table"].paginated_rows]

    assert names(q="AGENT") == ["Ana Agent", "Otto Otheragent"]
    assert names(q="greta") == []
    assert names(q="greta", left="on") == ["Gone Greta"]
    fragment = client.get(url, {"q": "ana"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "Ana Agent" in fragment
    assert "No matching people" in client.get(url, {"q": "zzz"}).content.decode()


def test_forms_on_the_page_of_a_person(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client, person = sign_in(personas.administrator), PersonFactory.create()
    page = reverse("people:detail", args=[person.pk])
    record = {
        "display_name": "Nina New",
        "languages": "EN, pt-br, en",
        "channels": ["phone", "chat"],
        "contract_hours": "32.5",
        "time_zone": "Europe/Lisbon",
        "work_starts_at": "08:00",
        "work_ends_at": "16:30",
    }
    assert client.post(page, record).status_code == 302
    person.refresh_from_db()
    assert (person.languages, person.channels, person.time_zone) == (["en", "pt-br"], ["phone", "chat"], "Europe/Lisbon")
    shown = client.get(page).context["record_form"]
    assert "en, pt-br" in str(shown["languages"])
    for wrong in ({"languages": "english!"}, {"work_ends_at": ""}, {"work_ends_at": "07:00"}, {"time_zone": "Mars"}):
        response = client.post(page, {**record, **wrong})
        assert (response.status_code, list(response.context["record_form"].errors)) == (422, list(wrong))
    post = {"team": TeamFactory.create().pk, "starts_on": "2026-03-01", "is_lead": "on"}
    assert client.post(reverse("people:join-team", args=[person.pk]), post).status_code == 302
    assert client.post(reverse("people:join-team", args=[person.pk]), post).status_code == 409
    membership = Membership.objects.get(person=person)
    assert client.post(reverse("people:leave-team", args=[membership.pk]), {"last_on": "2026-03-31"}).status_code == 302
    membership.refresh_from_db()
    assert (membership.is_lead, membership.last_on) == (True, date(2026, 3, 31))
    away = {"first_on": "2026-03-05", "last_on": "2026-03-04"}
    assert client.post(reverse("people:enter-leave", args=[person.pk]), away).status_code == 422
    assert client.post(reverse("people:roles", args=[person.pk]), {"roles": ["agent", "emperor"]}).status_code == 422
    assert client.post(reverse("people:roles", args=[person.pk]), {"roles": ["agent", "trainer"]}).status_code == 302
    assert roles_of(person) == [Role.AGENT, Role.TRAINER]


def test_organisation_settings_are_saved(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client, page = sign_in(personas.administrator), reverse("people:organisation")
    values = {"name": "Bay", "reporting_zone": "Asia/Tokyo", "work_starts_at": "09:00", "work_ends_at": "17:00"}
    assert client.post(page, {**values, "work_ends_at": "08:00"}).status_code == 422
    assert client.post(page, values).status_code == 302
    assert str(reporting_zone()) == "Asia/Tokyo"
    assert (last_line().verb, last_line().data["reporting_zone"]) == ("people.organisation_set", "Asia/Tokyo")
