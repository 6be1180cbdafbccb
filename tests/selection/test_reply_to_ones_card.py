"""Candidates of a saved selection read their own card, selected or not, and can reply to it."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, TeamMember
from desk import homes
from feedback.models import MonthlyScore
from feedback.sustained import Criteria
from journal.queries import lines
from people.models import Leave, Notification, User
from people.queries.organisation import today
from selection import actions as choosing
from selection.models import Candidate, CardReply, Selection
from tests.factories import crisis as crises
from tests.factories.people import Personas, personas
from tests.threads import at_once

SignIn = Callable[[User], Client]

UNTIL = date(2026, 11, 1)


def card_of(crisis: Crisis) -> str:
    return reverse("selection:own_card", args=[crisis.pk])


def read(user: User, crisis: Crisis, sign_in: SignIn) -> str:
    answer = sign_in(user).get(card_of(crisis))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def selection(personas: Personas) -> Selection:
    """Ana is in, Otto dips and is out."""
    crises.scored(personas.agent.person, 100, 95)
    crises.scored(personas.other_agent.person, 100, 60)
    return crises.stored(crises.draft(personas, team_size=1), personas)


@pytest.fixture
def crisis(selection: Selection) -> Crisis:
    return selection.crisis


def test_card_gives_reasons_and_what_would_have_changed_the_outcome(
    crisis: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    mine = read(personas.agent, crisis, sign_in)
    for part in ("be one of the first to be invited", "570 of 600 satisfied", "Has a spot", "Ask Sofia Supervisor"):
        assert part in mine
    other = read(personas.other_agent, crisis, sign_in)
    for part in (
        "You&#x27;re not on this team",
        "Even with the margin of error",
        "No drop in this time",
        "How this works (rule version",
    ):
        assert part in other
    assert "Ana Agent" not in other
    assert "Otto Otheragent" not in mine


def test_card_shows_the_figures_of_the_saved_selection(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    MonthlyScore.objects.update(n5=0, n2=50)
    mine = read(personas.agent, crisis, sign_in)
    assert "570 of 600 satisfied" in mine
    assert "no longer lead to the saved result" not in mine


def test_card_warns_if_saved_inputs_were_changed(selection: Selection, personas: Personas, sign_in: SignIn) -> None:
    selection.inputs["people"][str(personas.agent.person_id)][1] = [99] * 6
    selection.save(update_fields=["inputs"])
    assert "no longer lead to the saved result" in read(personas.agent, selection.crisis, sign_in)


def test_card_of_an_absent_person_gives_the_absence_as_reason(personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.agent.person, 100, 95)
    crises.scored(personas.other_agent.person, 100, 95)
    Leave.objects.create(person=personas.agent.person, first_on=today(), last_on=today())
    crisis = crises.draft(personas, team_size=1)
    crises.stored(crisis, personas)
    mine = read(personas.agent, crisis, sign_in)
    for part in ("because you were on leave that day", "Has no spot", "Being available", "570 of 600 satisfied"):
        assert part in mine
    assert "Has a spot" not in mine
    assert "the spot would have gone" not in mine


@pytest.mark.parametrize("gets_the_place", [True, False])
def test_card_says_that_the_lead_chose_where_scores_are_too_close_to_call(
    gets_the_place: bool, personas: Personas, sign_in: SignIn
) -> None:
    people = crises.agents(3)
    for user in people:
        crises.scored(user.person, 100, 90)
    crisis = crises.draft(personas)
    # Not whom the order of the ranking would give it to.
    chosen, passed_over = people[2], people[0]
    choosing.store_selection(
        actor=personas.supervisor,
        crisis=crisis,
        criteria=Criteria(until=UNTIL, team_size=1),
        places=[chosen.person_id],
        reason="Secret of the lead",
    )
    card = read(chosen if gets_the_place else passed_over, crisis, sign_in)
    assert ("Has a spot" in card) is gets_the_place
    assert "too close to call, so the crisis lead chose" in card
    assert "Too close to call" in card
    assert "Secret of the lead" not in card


def test_card_shows_leader_input_with_name_and_reason(personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.agent.person, 100, 95)
    crisis = crises.draft(personas, team_size=1)
    crises.leader_input(crisis, personas.supervisor, personas.agent.person, reason="Calms everybody.")
    crises.stored(crisis, personas)
    mine = read(personas.agent, crisis, sign_in)
    assert "Calms everybody." in mine
    assert "added after" not in mine
    crises.leader_input(crisis, personas.supervisor, personas.agent.person, objects=True, reason="Needs a rest.")
    mine = read(personas.agent, crisis, sign_in)
    for part in ("Calms everybody.", "withdrawn on", "Needs a rest.", "added after the selection was saved"):
        assert part in mine


def test_cards_of_others_are_not_found(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    for name, user in personas:
        client, stands_in_it = sign_in(user), name in {"agent", "other_agent"}
        assert client.get(card_of(crisis)).status_code == (200 if stands_in_it else 404)
        assert client.post(card_of(crisis), {"text": "Hello"}).status_code == (302 if stands_in_it else 404)
    assert sign_in(personas.agent).get(reverse("selection:own_card", args=[10**9])).status_code == 404
    # The crisis itself, and other people's cards, are not opened by it.
    for name, arguments in (("crisis:detail", []), ("selection:candidate", [personas.other_agent.person_id])):
        address = reverse(name, args=[crisis.pk, *arguments])
        assert sign_in(personas.agent).get(address).status_code == 404


def test_only_candidates_can_reply(crisis: Crisis, personas: Personas) -> None:
    for name, user in personas:
        if name not in {"agent", "other_agent"}:
            with pytest.raises(PermissionDenied):
                choosing.reply_to_card(actor=user, crisis=crisis, text="Hello")
    nobody = crises.draft(personas, title="Another one")
    with pytest.raises(PermissionDenied):
        choosing.reply_to_card(actor=personas.agent, crisis=nobody, text="Hello")


def test_new_reply_replaces_the_earlier_one_and_the_lead_is_notified_once(
    crisis: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    before = lines(crisis.journal_id)
    client = sign_in(personas.other_agent)
    assert client.post(card_of(crisis), {"text": "  I was ill in March.  "}).status_code == 302
    with clock.travel(clock.now() + timedelta(minutes=5)):
        client.post(card_of(crisis), {"text": "I was ill in March and April."})
    reply = CardReply.objects.get()
    assert (reply.person_id, reply.text) == (personas.other_agent.person_id, "I was ill in March and April.")
    assert reply.updated_at > reply.given_at
    [told] = Notification.objects.filter(person=personas.supervisor.person_id, key__contains="card-reply")
    assert "Otto Otheragent replied" in told.text
    assert "ill in March" not in told.text
    assert "ill in March and April." in sign_in(personas.supervisor).get(told.url).content.decode()
    assert "changed on" in read(personas.other_agent, crisis, sign_in)
    assert lines(crisis.journal_id) == before


def test_reply_is_visible_to_lead_deputy_and_own_team_leaders(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    choosing.reply_to_card(actor=personas.agent, crisis=crisis, text="Thank you for asking.")
    address = reverse("selection:candidate", args=[crisis.pk, personas.agent.person_id])
    assert "Thank you for asking." in sign_in(personas.supervisor).get(address).content.decode()
    assert sign_in(personas.other_supervisor).get(address).status_code == 404
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, deputy_id=personas.other_supervisor.person_id)
    assert "Thank you for asking." in sign_in(personas.other_supervisor).get(address).content.decode()
    assert "Thank you for asking." not in read(personas.other_agent, crisis, sign_in)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_empty_and_too_long_replies_are_refused(text: str, crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    assert sign_in(personas.agent).post(card_of(crisis), {"text": text}).status_code == 422
    assert not CardReply.objects.exists()
    with pytest.raises(choosing.NothingSaid):
        choosing.reply_to_card(actor=personas.agent, crisis=crisis, text="  ")


def test_longest_reply_is_saved_and_escaped(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    text = "<b>" + "x" * 1997
    assert sign_in(personas.agent).post(card_of(crisis), {"text": text}).status_code == 302
    assert "&lt;b&gt;xxx" in read(personas.agent, crisis, sign_in)


def test_no_replies_after_closing_and_the_card_stays(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    choosing.reply_to_card(actor=personas.agent, crisis=crisis, text="Good luck.")
    actions.cancel(actor=personas.supervisor, crisis=crisis)
    with pytest.raises(actions.CrisisIsOver):
        choosing.reply_to_card(actor=personas.agent, crisis=crisis, text="Too late.")
    card = read(personas.agent, crisis, sign_in)
    assert "Good luck." in card
    assert "You were selected to be one of the first invited" in card
    assert "<textarea" not in card
    assert sign_in(personas.agent).post(card_of(crisis), {"text": "Too late."}).status_code == 409
    assert CardReply.objects.get().text == "Good luck."


def test_resolved_crisis_accepts_replies(personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.agent.person, 100, 95)
    crisis = crises.draft(personas, team_size=1)
    crises.stored(crisis, personas)
    crisis.support_contacts.create(name="Night desk", reach="77")
    actions.resolve(actor=personas.supervisor, crisis=actions.activate(actor=personas.supervisor, crisis=crisis))
    assert sign_in(personas.agent).post(card_of(crisis), {"text": "It went well."}).status_code == 302


def test_card_is_from_the_latest_selection_with_the_person(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.approver.person, 100, 99)
    crises.stored(crisis, personas)
    assert "Selection 2" in read(personas.agent, crisis, sign_in)
    Candidate.objects.filter(selection__number=2, person=personas.agent.person_id).delete()
    assert "Selection 1" in read(personas.agent, crisis, sign_in)


def test_card_of_a_drill_is_marked(personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.agent.person, 100, 95)
    crisis = crises.draft(personas, team_size=1, is_drill=True)
    crises.stored(crisis, personas)
    assert "This was a drill" in read(personas.agent, crisis, sign_in)
    assert "Drill" in sign_in(personas.agent).get(reverse("selection:own")).content.decode()


def test_own_selections_are_linked_from_home_and_card(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client, everything = sign_in(personas.agent), reverse("selection:own")
    home, card, mine = (client.get(address).content.decode() for address in ("/", reverse("feedback:own_card"), everything))
    assert card_of(crisis) in home
    assert everything in card
    assert card_of(crisis) in mine
    # Nobody who was not considered has the section, and the page says what it will be for.
    assert "selections" not in {section.key for section in homes.home_of(personas.reviewer).sections}
    assert "you get a card with your result" in sign_in(personas.reviewer).get(everything).content.decode()


def test_card_reveals_no_answers_of_others(personas: Personas, sign_in: SignIn) -> None:
    """The card of a person on the reserve list is the same whether people above them declined or not."""
    first, second = crises.agents(2)
    crises.scored(first.person, 100, 98)
    crises.scored(second.person, 100, 85)
    crisis = crises.draft(personas, team_size=1)
    crises.stored(crisis, personas)
    [invitation] = crises.invited(crisis, personas)
    client, pages = sign_in(second), (card_of(crisis), reverse("selection:own"))

    def shown() -> list[str]:
        card = str(client.get(pages[0]).context["own"])
        # Objects without a text of their own have an address, which differs from request to request.
        return [re.sub(r" at 0x[0-9a-f]+", "", card), _body(client, pages[1])]

    before = shown()
    actions.decline(actor=first, invitation=invitation, reason="No.")
    assert shown() == before
    TeamMember.objects.create(crisis=crisis, person=first.person)
    assert shown() == before


def _body(client: Client, page: str) -> str:
    """The main part of the page."""
    return client.get(page).content.decode().split("<main", 1)[1]


def test_the_number_of_queries_does_not_grow_with_the_selection(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client, pages = sign_in(personas.agent), (card_of(crisis), reverse("selection:own"))

    def count() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as made:
                assert client.get(page).status_code == 200
            counts.append(len(made))
        return counts

    count()
    few = count()
    for user in crises.agents(8):
        crises.scored(user.person, 100, 95)
    choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=Criteria(until=UNTIL, team_size=9))
    crises.leader_input(crisis, personas.supervisor, personas.agent.person)
    other = crises.draft(personas, title="Storm")
    choosing.store_selection(actor=personas.supervisor, crisis=other, criteria=Criteria(until=UNTIL, team_size=9))
    assert count() == few


@pytest.mark.django_db(transaction=True)
def test_simultaneous_replies_are_stored_once() -> None:
    everybody = personas()
    crises.scored(everybody.agent.person, 100, 95)
    crisis = crises.draft(everybody, team_size=1)
    crises.stored(crisis, everybody)

    def reply(number: int) -> Callable[[], object]:
        return lambda: choosing.reply_to_card(actor=everybody.agent, crisis=crisis, text=f"Reply {number}")

    assert at_once(*[reply(number) for number in range(8)]) == [None] * 8
    assert CardReply.objects.count() == 1
    assert Notification.objects.filter(key__contains="card-reply").count() == 1
