"""Updates appear on home, room and bell of the team, and the lead sees who has confirmed them."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, TeamMember, UpdateSeen
from crisis.queries.updates import LatestUpdate, latest_update
from people.identity import User
from people.models import Notification
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
HOME = reverse("desk:home")


@pytest.fixture
def told(personas: Personas) -> tuple[Crisis, list[User]]:
    """A crisis with a deputy, a team of three and an update."""
    crisis, users = crises.team(personas, 3, deputy_id=personas.other_supervisor.person_id)
    post(crisis, personas, "Trucks are on the way.")
    return crisis, users


def post(crisis: Crisis, personas: Personas, text: str, *, is_decision: bool = False) -> None:
    actions.give_update(
        actor=personas.supervisor, crisis=crisis, text=text, is_decision=is_decision, next_update_at=crisis.next_update_at
    )


def latest(crisis: Crisis, user: User) -> LatestUpdate:
    found = latest_update(crisis, user)
    assert found is not None
    return found


def confirm(crisis: Crisis, user: User) -> None:
    actions.confirm_update(actor=user, crisis=crisis, sequence=latest(crisis, user).sequence)


def test_the_latest_update_is_on_home_and_room_of_everyone_on_the_team(
    told: tuple[Crisis, list[User]], personas: Personas, sign_in: SignIn
) -> None:
    crisis, users = told
    room = reverse("crisis:detail", args=[crisis.pk])
    for user in (*users, personas.supervisor, personas.other_supervisor):
        for url in (HOME, room):
            page = sign_in(user).get(url).content.decode()
            assert page.index("Trucks are on the way.") < page.index("card-header")
    post(crisis, personas, "We repair <b>everything</b>.", is_decision=True)
    page = sign_in(users[0]).get(HOME).content.decode()
    assert "Trucks are on the way." not in page
    assert "We repair &lt;b&gt;everything&lt;/b&gt;." in page
    assert "Latest decision" in page
    assert "We repair" not in sign_in(personas.agent).get(HOME).content.decode()


def test_the_team_and_its_leads_are_told_in_the_bell_but_not_the_author_or_others(
    told: tuple[Crisis, list[User]], personas: Personas
) -> None:
    crisis, users = told
    messages = Notification.objects.filter(text__contains="Trucks are on the way.")
    assert set(messages.values_list("person", flat=True)) == {
        *(user.person_id for user in users),
        personas.other_supervisor.person_id,
    }
    assert set(messages.values_list("url", flat=True)) == {reverse("crisis:detail", args=[crisis.pk])}


def test_people_who_left_the_team_are_not_told_any_more(told: tuple[Crisis, list[User]], personas: Personas) -> None:
    crisis, (left, *_others) = told
    confirm(crisis, left)
    TeamMember.objects.filter(person=left.person).update(left_at=clock.now())
    post(crisis, personas, "It is dry.")
    assert not Notification.objects.filter(person=left.person, text__contains="It is dry.").exists()
    with pytest.raises(PermissionDenied):
        confirm(crisis, left)
    assert (latest(crisis, personas.supervisor).seen, latest(crisis, personas.supervisor).team) == (0, 2)


def test_a_member_confirms_and_only_lead_and_deputy_see_names(
    told: tuple[Crisis, list[User]], personas: Personas, sign_in: SignIn
) -> None:
    crisis, (reader, second, third) = told
    client = sign_in(reader)
    sequence = latest(crisis, reader).sequence
    url = reverse("crisis:confirm_update", args=[crisis.pk, sequence])
    assert f'formaction="{url}"' in client.get(HOME).content.decode()
    for _twice in range(2):
        assert client.post(url).status_code == 302
    assert UpdateSeen.objects.count() == 1
    assert f'formaction="{url}"' not in client.get(HOME).content.decode()
    waiting = f"Not confirmed yet: {second.person.display_name}, {third.person.display_name}."
    for user, sees_names in (
        (personas.supervisor, True),
        (personas.other_supervisor, True),
        (personas.trainer, None),
        (second, False),
    ):
        page = sign_in(user).get(reverse("crisis:detail", args=[crisis.pk])).content.decode()
        assert ("Confirmed by 1 of 3 team members." in page) is (sees_names is not None)
        assert (waiting in page) is bool(sees_names)
        assert ("has read the update" in page) is bool(sees_names)


def test_a_supervisor_who_does_not_run_the_crisis_sees_a_count(told: tuple[Crisis, list[User]], personas: Personas) -> None:
    crisis, (reader, *_others) = told
    confirm(crisis, reader)
    Crisis.objects.update(deputy=None)
    crisis.refresh_from_db()
    found = latest(crisis, personas.other_supervisor)
    assert (found.seen, found.team, found.missing, found.seen_ids) == (1, 3, (), frozenset())


def test_confirming_settles_the_message_in_the_bell(told: tuple[Crisis, list[User]], personas: Personas) -> None:
    crisis, (reader, second, _third) = told
    confirm(crisis, reader)
    message = Notification.objects.filter(text__contains="Trucks")
    assert message.get(person=reader.person).read_at is not None
    assert message.get(person=second.person).read_at is None


def test_an_older_update_cannot_be_confirmed(told: tuple[Crisis, list[User]], personas: Personas) -> None:
    crisis, (reader, *_others) = told
    sequence = latest(crisis, reader).sequence
    post(crisis, personas, "It is dry.")
    for other in (sequence, sequence + 10**12):
        with pytest.raises(actions.NewerUpdate):
            actions.confirm_update(actor=reader, crisis=crisis, sequence=other)
    assert not UpdateSeen.objects.exists()


def test_a_correction_is_told_and_confirmed_like_a_new_update(
    told: tuple[Crisis, list[User]], personas: Personas, sign_in: SignIn
) -> None:
    crisis, users = told
    before = latest(crisis, users[0])
    confirm(crisis, users[0])
    actions.correct_update(actor=personas.supervisor, crisis=crisis, sequence=before.sequence, text="Vans are on the way.")
    corrected = latest(crisis, users[0])
    assert (corrected.text, corrected.is_corrected, corrected.seen) == ("Vans are on the way.", True, 0)
    assert corrected.given_at == before.given_at
    with pytest.raises(actions.NewerUpdate):
        actions.confirm_update(actor=users[1], crisis=crisis, sequence=before.sequence)
    confirm(crisis, users[1])
    assert latest(crisis, users[1]).seen == 1
    messages = Notification.objects.filter(person=users[2].person_id, text__startswith="Corrected update")
    assert messages.get().text.endswith("Vans are on the way.")
    page = sign_in(users[2]).get(HOME).content.decode()
    assert "(corrected)" in page
    assert "Trucks" not in page


def test_the_lead_cannot_confirm_for_the_team(told: tuple[Crisis, list[User]], personas: Personas) -> None:
    crisis, _users = told
    for user in (personas.supervisor, personas.other_supervisor, personas.agent):
        with pytest.raises(PermissionDenied):
            confirm(crisis, user)


def test_an_author_in_the_team_is_not_asked_to_confirm(personas: Personas) -> None:
    crisis, (first, second) = crises.team(personas, 2)
    Crisis.objects.update(lead=first.person)
    crisis.refresh_from_db()
    actions.give_update(actor=first, crisis=crisis, text="I am on it.", next_update_at=None)
    found = latest(crisis, first)
    assert (found.team, found.may_confirm, found.missing) == (1, False, (second.person.display_name,))


def test_a_long_list_of_names_is_cut(personas: Personas, sign_in: SignIn) -> None:
    crisis, _users = crises.team(personas, 12, team_size=12)
    post(crisis, personas, "Trucks are on the way.")
    page = sign_in(personas.supervisor).get(HOME).content.decode()
    assert "Agent 009 and 2 others." in page
    assert "Agent 010" not in page


def test_a_crisis_that_is_over_shows_no_update(told: tuple[Crisis, list[User]]) -> None:
    crisis, (reader, *_others) = told
    sequence = latest(crisis, reader).sequence
    crisis.state = Crisis.State.CLOSED
    assert latest_update(crisis, reader) is None
    Crisis.objects.update(state="cancelled", cancelled_at=clock.now(), activated_at=None)
    with pytest.raises(actions.CrisisIsOver):
        actions.confirm_update(actor=reader, crisis=crisis, sequence=sequence)
