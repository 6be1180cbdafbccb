"""Asking for help from the room and the home, and who sees a request."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, HelpCall, HelpRequest
from crisis.queries.version_tokens import rows_of_crises
from people import actions as people
from people.identity import User
from people.models import Person, Shift
from people.needs import needs_of
from people.own_data import copy_of
from people.queries.organisation import today
from people.queries.version_tokens import version_token_for
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.live import asked_again, version_on

SignIn = Callable[[User], Client]

HOME = reverse("desk:home")
TUESDAY_NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def running(personas: Personas) -> tuple[Crisis, list[User]]:
    return crises.team(personas, 2)


def room_of(crisis: Crisis) -> str:
    return reverse("crisis:detail", args=[crisis.pk])


def body(client: Client, url: str) -> str:
    return client.get(url).content.decode()


@pytest.mark.parametrize("place", ["home", "room"])
def test_one_tap_on_home_and_room_calls_help(
    place: str, running: tuple[Crisis, list[User]], sign_in: SignIn, personas: Personas
) -> None:
    crisis, (member, mate) = running
    client, url = sign_in(member), HOME if place == "home" else room_of(crisis)
    ask = reverse("crisis:ask_for_help", args=[crisis.pk])
    assert f'formaction="{ask}"' in body(client, url)
    answer = client.post(ask, follow=True)
    request = HelpRequest.objects.get()
    page = reverse("crisis:help_request", args=[request.pk])
    assert answer.redirect_chain == [(page, 302)]
    assert "Called: Dora Deputy, Sofia Supervisor." in answer.content.decode()
    again = client.post(ask, follow=True)
    assert "already" in again.content.decode()
    assert ask not in body(client, url)
    assert page in body(client, url)
    # A teammate still has the button and sees nothing.
    assert f'formaction="{ask}"' in body(sign_in(mate), url)
    assert page not in body(sign_in(mate), url)
    assert sign_in(mate).get(page).status_code == 404
    assert sign_in(personas.other_supervisor).get(page).status_code == 404


def test_person_sees_who_is_coming_without_reloading(
    running: tuple[Crisis, list[User]], sign_in: SignIn, personas: Personas
) -> None:
    crisis, (member, _mate) = running
    request, _is_new = actions.ask_for_help(actor=member, crisis=crisis)
    client, url = sign_in(member), reverse("crisis:help_request", args=[request.pk])
    version = version_on(client, url)
    assert asked_again(client, url, version).status_code == 204
    answer = sign_in(personas.supervisor).post(reverse("crisis:answer_help", args=[request.pk]), follow=True)
    assert f"You're helping {member.person}" in answer.content.decode()
    live = asked_again(client, url, version)
    assert live.status_code == 200
    assert "Sofia Supervisor is on it" in live.content.decode()
    assert "Sofia Supervisor is on it" in body(client, room_of(crisis))


def test_request_is_the_first_thing_that_waits_for_those_called(
    running: tuple[Crisis, list[User]], personas: Personas, sign_in: SignIn
) -> None:
    crisis, (member, mate) = running
    actions.ask_for_help(actor=member, crisis=crisis)
    wanted = f"{member.person} needs help now"
    assert needs_of(personas.supervisor)[0].title == wanted
    for user in (mate, member, personas.other_supervisor):
        assert wanted not in [need.title for need in needs_of(user)]
    client = sign_in(personas.supervisor)
    assert wanted in body(client, room_of(crisis))
    # Also in one line on every page.
    assert f"{wanted} in “{crisis.title}”" in body(client, reverse("scripts_library:library"))
    assert wanted not in body(sign_in(personas.other_supervisor), room_of(crisis))


def test_poll_of_a_teammate_stays_silent(running: tuple[Crisis, list[User]], sign_in: SignIn, personas: Personas) -> None:
    crisis, (member, mate) = running
    places = [(sign_in(user), url) for user in (mate, personas.other_supervisor) for url in (HOME, room_of(crisis))]
    versions = [version_on(client, url) for client, url in places]
    request, _is_new = actions.ask_for_help(actor=member, crisis=crisis)
    actions.answer_help(actor=personas.supervisor, request=request)
    for (client, url), version in zip(places, versions, strict=True):
        assert asked_again(client, url, version).status_code == 204, url


def test_support_contact_changes_with_their_hours(
    running: tuple[Crisis, list[User]], sign_in: SignIn, personas: Personas
) -> None:
    crisis, (member, _mate) = running
    crisis.support_contacts.update(days=[2], starts_at=time(8), ends_at=time(13), time_zone="UTC", phone="77")
    client, url = sign_in(member), room_of(crisis)
    with clock.travel(TUESDAY_NOON):
        version = version_on(client, url)
        assert "turn to</span>" in " ".join(body(client, url).split())
        assert 'href="tel:77"' in body(client, url)
    with clock.travel(TUESDAY_NOON + timedelta(minutes=30)):
        assert asked_again(client, url, version).status_code == 204
    with clock.travel(TUESDAY_NOON + timedelta(hours=1)):
        later = asked_again(client, url, version)
    assert later.status_code == 200
    page = later.content.decode()
    assert "No support contact is on duty now." in page
    # 08:00 in UTC, in the zone of the organisation.
    assert "Next: Night desk, Tue 1 Dec, 09:00." in page
    assert "Until then, turn to Dora Deputy, Sofia Supervisor." in page


def test_hours_are_set_and_changed_on_the_pages(personas: Personas, sign_in: SignIn) -> None:
    crisis, client = crises.ready(personas), sign_in(personas.supervisor)
    add = reverse("crisis:add_contact", args=[crisis.pk])
    wrong = client.post(add, {"name": "Day desk", "reach": "desk 4", "starts_at": "08:00"})
    assert wrong.status_code == 422
    assert "Enter both times, or leave both blank." in wrong.content.decode()
    hours = {"starts_at": "22:00", "ends_at": "06:00", "days": ["5", "6"], "time_zone": "Europe/Lisbon", "rank": "2"}
    client.post(add, {"name": "Day desk", "reach": "desk 4", **hours})
    contact = crisis.support_contacts.get(name="Day desk")
    assert (contact.hours_text, contact.rank) == ("Fri–Sat, 22:00–06:00, Europe/Lisbon", 2)
    edit = reverse("crisis:edit_contact", args=[crisis.pk, contact.pk])
    assert 'value="22:00"' in body(client, edit)
    # Days alone are whole days, times alone every day; neither is always.
    for data, text in (
        ({"days": ["1", "3"]}, "Mon, Wed, 24 hours, Europe/Berlin"),
        ({"starts_at": "08:00", "ends_at": "20:00"}, "Mon–Sun, 08:00–20:00, Europe/Berlin"),
        ({}, ""),
    ):
        client.post(edit, {"reach": "desk 5", **data})
        contact.refresh_from_db()
        assert contact.hours_text == text
    assert contact.reach == "desk 5"


def test_language_of_a_contact_is_one_that_agents_speak(personas: Personas, sign_in: SignIn) -> None:
    Person.objects.filter(pk=personas.agent.person_id).update(languages=["nl"])
    crisis, client = crises.ready(personas), sign_in(personas.supervisor)
    add = reverse("crisis:add_contact", args=[crisis.pk])
    assert '<option value="nl">Dutch</option>' in " ".join(body(client, reverse("crisis:setup", args=[crisis.pk])).split())
    wrong = client.post(add, {"name": "Day desk", "reach": "desk 4", "language": "dutch"})
    assert wrong.status_code == 422
    client.post(add, {"name": "Day desk", "reach": "desk 4", "language": "nl"})
    contact = crisis.support_contacts.get(name="Day desk")
    assert contact.serves_text == "Dutch"
    # It stays if nobody speaks it any more.
    Person.objects.update(languages=[])
    client.post(reverse("crisis:edit_contact", args=[crisis.pk, contact.pk]), {"reach": "desk 5", "language": "nl"})
    contact.refresh_from_db()
    assert (contact.reach, contact.language) == ("desk 5", "nl")


def test_shift_of_a_contact_is_not_deleted(personas: Personas) -> None:
    """The contact would serve everyone then."""
    shift = Shift.objects.create(name="Night", starts_at=time(22), ends_at=time(6))
    crisis = crises.ready(personas)
    actions.add_contact(actor=personas.supervisor, crisis=crisis, name="Day desk", reach="4", shift_id=shift.pk)
    with pytest.raises(ProtectedError):
        shift.delete()


def test_too_long_note_is_said_not_to_be_kept_and_help_is_called(running: tuple[Crisis, list[User]], sign_in: SignIn) -> None:
    crisis, (member, _mate) = running
    ask = reverse("crisis:ask_for_help", args=[crisis.pk])
    for texts in (("Help was called", "longer than 200 characters"), ("longer than 200 characters",)):
        page = sign_in(member).post(ask, {"note": "x" * 201}, follow=True).content.decode()
        for text in texts:
            assert text in page
        assert "Note saved" not in page
    assert HelpRequest.objects.get().note == ""


def test_page_says_who_is_called_next_and_when_everyone_was(running: tuple[Crisis, list[User]], sign_in: SignIn) -> None:
    """Without backups, the supervisors have their turn."""
    crisis, (member, _mate) = running
    with clock.travel(TUESDAY_NOON):
        request, _is_new = actions.ask_for_help(actor=member, crisis=crisis)
        url = reverse("crisis:help_request", args=[request.pk])
        page = body(sign_in(member), url)
        assert "the supervisors are called after 5 minutes" in page
        assert "backups are called" not in page
    with clock.travel(TUESDAY_NOON + timedelta(minutes=10)):
        actions.escalate_help_requests()
        assert "Everyone was called. If nobody answers, call Night desk yourself." in body(sign_in(member), url)


def test_only_homes_of_the_team_change_with_the_hours_of_contacts(
    running: tuple[Crisis, list[User]], personas: Personas
) -> None:
    crisis, (member, _mate) = running
    crisis.support_contacts.update(days=[2], starts_at=time(8), ends_at=time(13), time_zone="UTC")

    def changes(user: User) -> bool:
        tokens = set()
        for minutes in (0, 1):
            with clock.travel(TUESDAY_NOON + timedelta(minutes=minutes)):
                tokens.add(version_token_for(user, rows_of_crises()))
        return len(tokens) > 1

    assert changes(member)
    assert not changes(personas.supervisor)
    assert not changes(personas.other_agent)


def test_undone_removal_brings_back_the_hours(personas: Personas) -> None:
    crisis = crises.ready(personas)
    details = {"rank": 2, "days": [1, 2], "starts_at": time(8), "ends_at": time(20), "time_zone": "UTC", "channel": "chat"}
    contact = actions.add_contact(actor=personas.supervisor, crisis=crisis, name="Day desk", reach="4", **details)  # type: ignore[arg-type] # fields by name
    removed = actions.remove_contact(actor=personas.supervisor, contact=contact)
    actions.undo_removal(actor=personas.supervisor, crisis=crisis, sequence=removed)
    back = crisis.support_contacts.get(name="Day desk")
    assert {name: getattr(back, name) for name in details} == details


def test_own_copy_has_requests_and_calls_without_others(running: tuple[Crisis, list[User]], personas: Personas) -> None:
    crisis, (member, _mate) = running
    request, _is_new = actions.ask_for_help(actor=member, crisis=crisis, note="An angry customer")
    actions.answer_help(actor=personas.supervisor, request=request)
    own, leads = copy_of(member.person_id), copy_of(personas.supervisor.person_id)
    assert "An angry customer" in own
    assert '"help_calls"' in leads
    assert "An angry customer" not in leads
    assert str(member.person) not in leads


def test_erasure_deletes_the_requests_of_a_person(running: tuple[Crisis, list[User]], personas: Personas) -> None:
    crisis, (member, mate) = running
    actions.ask_for_help(actor=member, crisis=crisis, note="An angry customer")
    actions.ask_for_help(actor=mate, crisis=crisis, note=f"{member.person} is away")
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    people.record_leaving(actor=personas.administrator, person=member.person, left_on=today())
    people.erase_person(actor=personas.administrator, person=member.person)
    (kept,) = HelpRequest.objects.all()
    assert kept.person_id == mate.person_id
    assert "Agent" not in kept.note
    assert set(HelpCall.objects.values_list("request", flat=True)) == {kept.pk}
