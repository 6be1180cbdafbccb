"""Coaching sessions between a person and their coach, which nobody else sees."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from care import actions
from care.lifecycle import SessionOver
from care.models import AboutMe, AgreedAction, CoachingSession, CoachOf, PrivateNote
from care.needs import actions_overdue, sessions_coming
from core import clock
from journal.models import Entry
from people.identity import User
from people.models import Notification
from people.queries.organisation import today
from recognition.models import Award
from tests.factories import quality
from tests.factories.care import coaching, strained_rounds
from tests.factories.people import Personas
from tests.factories.recognition import AwardFactory

SignIn = Callable[[User], Client]


@pytest.fixture
def session(personas: Personas) -> CoachingSession:
    """Session of Ana Agent with Rita Reviewer, today."""
    found = coaching(personas.agent, personas.reviewer)
    return actions.plan_session(actor=personas.agent, coaching=found, planned_on=today())


def page_of(client: Client, session: CoachingSession) -> str:
    return client.get(reverse("care:session", args=[session.pk])).content.decode()


def test_other_one_is_told_of_a_planned_and_a_cancelled_session(personas: Personas, session: CoachingSession) -> None:
    actions.cancel_session(actor=personas.reviewer, session=session)
    told = Notification.objects.filter(key__startswith="session:").order_by("pk").values_list("person", "key")
    assert list(told) == [
        (personas.reviewer.person_id, f"session:{session.pk}:planned"),
        (personas.agent.person_id, f"session:{session.pk}:cancelled"),
    ]
    with pytest.raises(SessionOver):
        actions.hold_session(actor=personas.agent, session=session)


def test_nothing_of_a_session_is_journalled(personas: Personas, session: CoachingSession) -> None:
    actions.save_shared_notes(actor=personas.agent, session=session, text="We talked.", version=0)
    actions.hold_session(actor=personas.reviewer, session=session)
    assert not Entry.objects.exists()


def test_shared_notes_are_seen_by_both_and_private_ones_by_their_writer(
    personas: Personas, session: CoachingSession, sign_in: SignIn
) -> None:
    actions.save_shared_notes(actor=personas.agent, session=session, text="Breathe before answering.", version=0)
    actions.save_private_notes(actor=personas.agent, session=session, text="I was nervous.")
    actions.save_private_notes(actor=personas.reviewer, session=session, text="Ask about nights.")
    person, coach = (page_of(sign_in(user), session) for user in (personas.agent, personas.reviewer))
    assert ["Breathe before answering." in text for text in (person, coach)] == [True, True]
    assert ["I was nervous." in text for text in (person, coach)] == [True, False]
    assert ["Ask about nights." in text for text in (person, coach)] == [False, True]
    actions.save_private_notes(actor=personas.agent, session=session, text="")
    assert [note.text for note in PrivateNote.objects.all()] == ["Ask about nights."]


def test_two_writers_of_the_shared_notes_lose_nothing(personas: Personas, session: CoachingSession, sign_in: SignIn) -> None:
    url, coach = reverse("care:shared-notes", args=[session.pk]), sign_in(personas.reviewer)
    sign_in(personas.agent).post(url, {"shared_text": "Longer pauses.", "version": "0"})
    answer = coach.post(url, {"shared_text": "Shorter sentences.", "version": "0"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Shorter sentences." in text
    assert "Longer pauses." in text
    assert 'name="version" value="1"' in text
    session.refresh_from_db()
    assert session.shared_notes == "Longer pauses."
    assert coach.post(url, {"shared_text": "Longer pauses. Shorter sentences.", "version": "1"}).status_code == 302
    session.refresh_from_db()
    assert session.shared_notes == "Longer pauses. Shorter sentences."


def test_third_person_can_do_nothing(personas: Personas, session: CoachingSession) -> None:
    with pytest.raises(PermissionDenied):
        actions.save_shared_notes(actor=personas.supervisor, session=session, text="x", version=0)
    with pytest.raises(PermissionDenied):
        actions.save_private_notes(actor=personas.supervisor, session=session, text="x")
    with pytest.raises(PermissionDenied):
        actions.hold_session(actor=personas.supervisor, session=session)
    with pytest.raises(PermissionDenied):
        actions.plan_session(actor=personas.supervisor, coaching=session.coaching, planned_on=today())


def test_agreed_action_is_a_need_once_it_is_overdue(personas: Personas, session: CoachingSession) -> None:
    with pytest.raises(actions.NotOneOfTheTwo):
        actions.agree_action(
            actor=personas.agent, session=session, owner_id=personas.trainer.person_id, text="x", due_on=today()
        )
    action = actions.agree_action(
        actor=personas.reviewer, session=session, owner_id=personas.agent.person_id, text="Listen longer", due_on=today()
    )
    assert actions_overdue(personas.agent) == []
    with clock.travel(clock.now() + timedelta(days=2)):
        assert [need.title for need in actions_overdue(personas.agent)] == ["Listen longer"]
        assert actions_overdue(personas.reviewer) == []
        actions.set_done(actor=personas.agent, action=action, is_done=True)
        assert actions_overdue(personas.agent) == []
        actions.set_done(actor=personas.reviewer, action=action, is_done=False)
        assert len(actions_overdue(personas.agent)) == 1


def test_coming_session_is_a_need_of_both(personas: Personas, session: CoachingSession) -> None:
    assert [need.title for need in sessions_coming(personas.agent)] == ["Coaching session with Rita Reviewer"]
    assert [need.title for need in sessions_coming(personas.reviewer)] == ["Coaching session with Ana Agent"]
    actions.hold_session(actor=personas.agent, session=session)
    assert sessions_coming(personas.agent) == []


def test_agenda_has_facts_since_the_last_session(personas: Personas, session: CoachingSession, sign_in: SignIn) -> None:
    quality.completed(personas.agent.person, personas.reviewer)
    decided = {"decided_by": personas.supervisor.person, "decided_at": clock.now(), "issued_at": clock.now()}
    AwardFactory.create(state=Award.State.ISSUED, nominee=personas.agent.person, **decided)
    person, coach = (page_of(sign_in(user), session) for user in (personas.agent, personas.reviewer))
    for text in (person, coach):
        assert "1 quality review" in text
        assert "Award:" in text
    assert f'href="{reverse("recognition:mine")}"' in person[person.index('id="agenda"') :]


def test_agenda_mentions_pulse_answers_of_ended_rounds(personas: Personas, session: CoachingSession, sign_in: SignIn) -> None:
    strained_rounds(personas.supervisor, personas.agent, [3])
    with clock.travel(clock.now() + timedelta(days=8)):
        assert "1 pulse answer" in page_of(sign_in(personas.reviewer), session)


def test_new_coach_reads_earlier_shared_notes_only_if_the_person_agrees(
    personas: Personas, session: CoachingSession, sign_in: SignIn
) -> None:
    actions.save_shared_notes(actor=personas.agent, session=session, text="Breathe before answering.", version=0)
    actions.save_private_notes(actor=personas.agent, session=session, text="I was nervous.")
    actions.hold_session(actor=personas.agent, session=session)
    second = coaching(personas.agent, personas.trainer)
    url = reverse("care:session", args=[session.pk])
    former, new = sign_in(personas.reviewer), sign_in(personas.trainer)
    assert [client.get(url).status_code for client in (former, new)] == [404, 404]
    sign_in(personas.agent).post(reverse("care:share-earlier", args=[second.pk]), {"shares": "yes"})
    assert [client.get(url).status_code for client in (former, new)] == [404, 200]
    text = page_of(new, session)
    assert "Breathe before answering." in text
    assert "I was nervous." not in text
    assert new.post(reverse("care:shared-notes", args=[session.pk]), {"shared_text": "x", "version": "1"}).status_code == 404
    sign_in(personas.agent).post(reverse("care:share-earlier", args=[second.pk]), {"shares": "no"})
    assert new.get(url).status_code == 404


def test_person_says_what_their_coach_should_know_and_deletes_it(personas: Personas, sign_in: SignIn) -> None:
    found = coaching(personas.agent, personas.reviewer)
    person, coach = sign_in(personas.agent), sign_in(personas.reviewer)
    person.post(reverse("care:about-me"), {"feedback": "In writing first.", "helps": "", "strengths": "Patience."})
    assert "In writing first." in coach.get(reverse("care:coachee", args=[found.pk])).content.decode()
    person.post(reverse("care:about-me"), {"feedback": "", "helps": "", "strengths": ""})
    assert not AboutMe.objects.exists()


def test_person_sees_when_their_coach_last_looked(personas: Personas, sign_in: SignIn) -> None:
    found = coaching(personas.agent, personas.reviewer)
    person = sign_in(personas.agent)
    assert "They last opened them" not in person.get(reverse("care:pulse")).content.decode()
    sign_in(personas.reviewer).get(reverse("care:coachee", args=[found.pk]))
    assert "They last opened them" in person.get(reverse("care:pulse")).content.decode()


def test_sessions_are_deleted_after_a_year(personas: Personas, session: CoachingSession) -> None:
    actions.agree_action(
        actor=personas.agent, session=session, owner_id=personas.agent.person_id, text="Listen longer", due_on=today()
    )
    with clock.travel(clock.now() + timedelta(days=365)):
        assert actions.forget_old_sessions() == 0
    with clock.travel(clock.now() + timedelta(days=367)):
        assert actions.forget_old_sessions() == 1
    assert not AgreedAction.objects.exists()
    assert CoachOf.objects.count() == 1


@pytest.mark.parametrize("day", [date.min, date.max])
def test_sessions_and_actions_are_within_a_year(
    personas: Personas, session: CoachingSession, sign_in: SignIn, day: date
) -> None:
    client = sign_in(personas.agent)
    plan = reverse("care:plan-session", args=[session.coaching_id])
    agree = reverse("care:agree-action", args=[session.pk])
    owner = personas.agent.person_id
    for found in (day, today() - timedelta(days=366), today() + timedelta(days=366)):
        assert client.post(plan, {"planned_on": found.isoformat()}).status_code == 422
        data = {"text": "Listen longer", "owner_id": owner, "due_on": found.isoformat()}
        assert client.post(agree, data).status_code == 422
        with pytest.raises(actions.DayTooFar):
            actions.plan_session(actor=personas.agent, coaching=session.coaching, planned_on=found)
        with pytest.raises(actions.DayTooFar):
            actions.agree_action(actor=personas.agent, session=session, owner_id=owner, text="Listen longer", due_on=found)
    assert client.post(plan, {"planned_on": (today() + timedelta(days=365)).isoformat()}).status_code == 302


def test_restored_draft_shows_the_notes_that_were_saved_since(
    personas: Personas, session: CoachingSession, sign_in: SignIn
) -> None:
    client = sign_in(personas.agent)
    token = re.search(r'name="form_draft"[^>]*value="([^"]+)"', page_of(client, session))
    assert token is not None
    client.post(reverse("people:save-draft"), {"form_draft": token[1], "shared_text": "Longer pauses.", "version": "0"})
    assert "Saved in the meantime" not in page_of(client, session)
    actions.save_shared_notes(actor=personas.reviewer, session=session, text="Shorter sentences.", version=0)
    text = page_of(client, session)
    assert "Longer pauses." in text
    assert "Saved in the meantime" in text
    assert "Shorter sentences." in text
