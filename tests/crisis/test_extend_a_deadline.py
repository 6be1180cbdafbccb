"""Lead and deputy give an invited person more time to reply."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, Invitation
from crisis.permissions import audience_of
from crisis.queries.timeline import timeline_of
from people.models import Notification, User
from tests.factories import crisis as crises
from tests.factories.people import Personas

# A Tuesday at 14:00 in the organisation's zone; work is from 8:00 to 18:00.
AFTERNOON = datetime(2026, 11, 24, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    """A crisis with one spot and eight working hours to reply."""
    with clock.travel(AFTERNOON):
        return crises.ready(personas, [personas.agent.person_id, personas.other_agent.person_id], team_size=1)


@pytest.fixture
def invitation(crisis: Crisis, personas: Personas) -> Invitation:
    """Invitation of Ana, to answer by Wednesday, 12:00."""
    with clock.travel(AFTERNOON):
        [invitation] = crises.invited(crisis, personas, 1)
    assert invitation.deadline_at == AFTERNOON + timedelta(hours=22)
    return invitation


def extend(actor: User, invitation: Invitation) -> Invitation:
    return actions.extend_deadline(actor=actor, crisis=invitation.crisis, invitation_id=invitation.pk)


def told(invitation: Invitation) -> list[str]:
    found = Notification.objects.filter(person=invitation.person_id, key__startswith=f"invitation:{invitation.pk}:")
    return list(found.order_by("created_at", "pk").values_list("text", flat=True))


def test_extension_adds_working_hours_after_the_deadline_and_tells_the_person(
    invitation: Invitation, crisis: Crisis, personas: Personas
) -> None:
    with clock.travel(AFTERNOON + timedelta(hours=1)):
        extended = extend(personas.supervisor, invitation)
    # Six hours on Wednesday until 18:00, two more on Thursday.
    assert extended.deadline_at == AFTERNOON + timedelta(hours=44)
    assert "Please reply by 26 Nov 2026, 10:00" in told(invitation)[-1]
    with clock.travel(AFTERNOON + timedelta(hours=43)):
        actions.keep_up_invitations()
        crises.accept(extended, personas.agent)
    assert crisis.members.get().person == personas.agent.person


def test_person_is_told_and_reminded_in_working_hours(invitation: Invitation, personas: Personas) -> None:
    with clock.travel(AFTERNOON + timedelta(hours=21.5)):
        actions.keep_up_invitations()
    before = len(told(invitation))
    assert sum("Reminder" in text for text in told(invitation)) == 1
    with clock.travel(AFTERNOON + timedelta(hours=7)):
        extend(personas.supervisor, invitation)
        assert len(told(invitation)) == before
    with clock.travel(AFTERNOON + timedelta(hours=22)):
        actions.keep_up_invitations()
        assert "Please reply by 26 Nov" in told(invitation)[-1]
    with clock.travel(AFTERNOON + timedelta(hours=43)):
        actions.keep_up_invitations()
        assert "Reminder" in told(invitation)[-1]


def test_journal_names_nobody_and_only_lead_and_deputy_read_it(
    invitation: Invitation, crisis: Crisis, personas: Personas
) -> None:
    def read_by(user: User) -> list[str]:
        return [str(shown.sentence) for shown in timeline_of(crisis, audience_of(user, crisis), zone=UTC)]

    extend(personas.supervisor, invitation)
    sentence = "Sofia Supervisor extended the deadline of an invitation"
    assert sentence in read_by(personas.supervisor)
    assert sentence not in read_by(personas.other_supervisor)


def test_only_lead_and_deputy_extend(invitation: Invitation, personas: Personas) -> None:
    for user in (personas.other_supervisor, personas.agent, personas.administrator):
        with pytest.raises(PermissionDenied):
            extend(user, invitation)


def test_answered_and_ended_invitations_keep_their_deadline(invitation: Invitation, personas: Personas) -> None:
    actions.decline(actor=personas.agent, invitation=invitation)
    with pytest.raises(actions.DeadlineFixed):
        extend(personas.supervisor, invitation)


def test_invitation_of_another_crisis_is_refused(invitation: Invitation, personas: Personas) -> None:
    other = crises.ready(personas, [personas.other_agent.person_id], team_size=1)
    with pytest.raises(actions.DeadlineFixed):
        actions.extend_deadline(actor=personas.supervisor, crisis=other, invitation_id=invitation.pk)


def test_lead_extends_on_the_buy_in_page(
    invitation: Invitation, crisis: Crisis, personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    client, url = sign_in(personas.supervisor), reverse("crisis:extend_deadline", args=[crisis.pk, invitation.pk])
    page = reverse("crisis:buy_in", args=[crisis.pk])
    with clock.travel(AFTERNOON + timedelta(hours=1)):
        assert f'action="{url}"' in client.get(page).content.decode()
        answer = client.post(url, follow=True)
        assert "Ana Agent can reply until 26 Nov 2026, 10:00" in answer.content.decode()
        actions.decline(actor=personas.agent, invitation=invitation)
        assert f'action="{url}"' not in client.get(page).content.decode()


def test_invited_person_reads_whom_to_ask_for_more_time(
    invitation: Invitation, personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    with clock.travel(AFTERNOON):
        page = sign_in(personas.agent).get(reverse("crisis:invitation", args=[invitation.pk])).content.decode()
    assert "Do you need more time? Ask Sofia Supervisor" in page
