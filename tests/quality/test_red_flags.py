"""Red flags: confirmed by the reviewer, reported to the team leader right away, and open until seen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from people.identity import User
from people.models import Membership, Notification
from people.needs import Urgency, needs_of
from quality import actions
from quality.models import Question, RedFlagSeen, Review
from tests.factories import quality as make
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.fixture
def flagged(personas: Personas) -> Review:
    """A red-flagged review of Ana, whose team Sofia leads."""
    return make.flagged(personas.reviewer, make.assigned_slot(personas.agent.person, personas.reviewer))


def flags_for(user: User) -> list[str]:
    return [need.title for need in needs_of(user) if need.urgency == Urgency.AT_ONCE]


def told(user: User) -> list[str]:
    return list(Notification.objects.filter(person=user.person, text__contains="ed flag").values_list("url", flat=True))


def posted(review: Review) -> dict[str, str]:
    answers = make.failing_answers(review.version)
    return {f"question_{pk}": str(value) for pk, value in answers.items()} | {"comment": "Hung up.", "review": str(review.pk)}


def test_the_form_asks_to_confirm_a_red_flag_and_keeps_what_was_answered(personas: Personas, sign_in: SignIn) -> None:
    draft = make.draft(personas.agent.person, personas.reviewer)
    client, address = sign_in(personas.reviewer), reverse("quality:review", args=[draft.slot_id])
    assert "Yes, this is a red flag" not in client.get(address).content.decode()
    answer = client.post(address, posted(draft))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Confirm the red flag or change the answer." in page
    assert "Choose an answer." not in page
    assert page.count("Was the customer treated with respect?") == 2
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert draft.answers.count() == Question.objects.filter(section__version=draft.version).count()
    assert told(personas.supervisor) == []
    assert client.post(address, {**posted(draft), "confirms_red_flags": "on"}).status_code == 302
    draft.refresh_from_db()
    assert draft.is_red_flagged


def test_a_draft_with_a_red_flag_is_saved_without_confirming_and_shows_the_question(
    personas: Personas, sign_in: SignIn
) -> None:
    draft = make.draft(personas.agent.person, personas.reviewer)
    client, address = sign_in(personas.reviewer), reverse("quality:review", args=[draft.slot_id])
    assert client.post(address, {**posted(draft), "draft": "1"}).status_code == 302
    assert "Yes, this is a red flag" in client.get(address).content.decode()


def test_a_red_flag_tells_the_team_leader_at_once(flagged: Review, personas: Personas, sign_in: SignIn) -> None:
    url = reverse("quality:result", args=[flagged.pk])
    assert told(personas.supervisor) == [url]
    assert flags_for(personas.supervisor) == ["Red flag: Ana Agent"]
    for user in (personas.other_supervisor, personas.agent, personas.reviewer, personas.administrator):
        assert told(user) == flags_for(user) == []
    client = sign_in(personas.supervisor)
    assert "I&#x27;ve seen this red flag" in client.get(url).content.decode() or "I've seen" in client.get(url).content.decode()
    for _twice in range(2):
        assert client.post(reverse("quality:see_red_flag", args=[flagged.pk]))["Location"] == url
    assert RedFlagSeen.objects.count() == 1
    assert flags_for(personas.supervisor) == []
    assert Notification.objects.get(person=personas.supervisor.person, url=url).read_at is not None


def test_a_new_team_leader_finds_the_red_flag_and_the_old_one_does_not(flagged: Review, personas: Personas) -> None:
    Membership.objects.filter(person=personas.supervisor.person).update(is_lead=False)
    north = Membership.objects.get(person=personas.supervisor.person).team
    Membership.objects.create(person=personas.other_supervisor.person, team=north, is_lead=True, starts_on="2020-01-01")
    assert flags_for(personas.supervisor) == []
    assert flags_for(personas.other_supervisor) == ["Red flag: Ana Agent"]


def test_a_red_flag_stops_waiting_after_four_weeks(flagged: Review, personas: Personas) -> None:
    with clock.travel(clock.now() + timedelta(days=29)):
        assert flags_for(personas.supervisor) == []


def test_leader_is_not_notified_of_their_own_review(personas: Personas) -> None:
    slot = make.assigned_slot(personas.agent.person, personas.reviewer)
    Membership.objects.filter(person=personas.agent.person).delete()
    team = Membership.objects.get(person=personas.supervisor.person).team
    for person, leads in ((personas.agent.person, False), (personas.reviewer.person, True)):
        Membership.objects.create(person=person, team=team, is_lead=leads, starts_on="2020-01-01")
    personas.reviewer.person.role_grants.create(role="supervisor")
    make.flagged(personas.reviewer, slot)
    reviewer = User.objects.get(pk=personas.reviewer.pk)
    assert told(reviewer) == flags_for(reviewer) == []
    assert told(personas.supervisor) != []


def test_red_flag_of_another_team_cannot_be_confirmed(flagged: Review, personas: Personas) -> None:
    for user in (personas.other_supervisor, personas.agent, personas.reviewer):
        with pytest.raises(PermissionDenied):
            actions.see_red_flag(actor=user, review=flagged)
    assert not RedFlagSeen.objects.exists()
