"""Links in e-mails with which people reply to an invitation without signing in."""

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from core import clock
from core.mail_outbox import Letter
from core.models import OutgoingMail
from crisis import actions
from crisis.models import Consent, Crisis, Invitation, TeamMember
from crisis.queries import reply_links
from crisis.queries.reply_links import url_of
from journal.queries import lines
from notices import actions as notices
from notices.emails.writing import KIND, letters
from people.models import Notification, Person, User
from tests.factories import crisis as crises
from tests.factories.people import Personas

ALL = {"terms_version": "1", "solution": "on", "training": "on", "timing": "on"}


@pytest.fixture(autouse=True)
def _no_broken_links_of_other_tests(db: None) -> None:
    cache.clear()


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    return crises.ready(personas, team_size=2)


@pytest.fixture
def invitation(crisis: Crisis, personas: Personas) -> Invitation:
    """Ana's invitation, sent while she is at work."""
    with clock.travel(crises.at_work()):
        return crises.invited(crisis, personas, 1)[0]


@pytest.fixture
def link(invitation: Invitation, personas: Personas) -> str:
    return url_of(invitation, personas.agent.email)


def state_of(invitation: Invitation) -> str:
    return str(Invitation.objects.values_list("state", flat=True).get(pk=invitation.pk))


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def mail_to(user: User) -> Letter:
    """The latest e-mail about a notification to this person, as it is written when it is sent."""
    notices.plan()
    mails = list(OutgoingMail.objects.filter(kind=KIND, recipient=user.email).order_by("pk"))
    (letter,) = letters(mails[-1:])
    assert isinstance(letter, Letter)
    return letter


def test_opening_the_link_changes_nothing(link: str, invitation: Invitation) -> None:
    """E-mail security tools follow links with several methods and headers."""
    before = (Invitation.objects.values().get(), lines(invitation.crisis.journal_id))
    for method in ("get", "head"):
        for headers in ({}, {"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}, {"User-Agent": "Scanner"}):
            answer = getattr(Client(), method)(link, headers=headers)
            assert answer.status_code == 200
    for method in ("put", "delete", "options", "patch"):
        assert getattr(Client(), method)(link).status_code == 405
    assert (Invitation.objects.values().get(), lines(invitation.crisis.journal_id)) == before


def test_yes_from_the_link_joins_the_team_on_the_shown_terms(link: str, personas: Personas) -> None:
    client = Client()
    page = text(client.get(link))
    assert "You're replying as <strong>Ana Agent</strong>." in page.replace("&#x27;", "'")
    assert crises.SOLUTION in page
    answer = client.post(link, ALL)
    assert (answer.status_code, answer["Location"]) == (302, link)
    assert TeamMember.objects.get().person_id == personas.agent.person_id
    assert Consent.objects.get().way == Consent.Way.LINK
    assert "joined the team" in text(client.get(link))


def test_no_from_the_link_needs_no_reason_and_can_be_changed(link: str, invitation: Invitation) -> None:
    client = Client()
    assert client.post(link, {"no": "1", "reason": ""}).status_code == 302
    assert state_of(invitation) == "declined"
    page = text(client.get(link))
    assert "You said no" in page
    assert 'name="no"' not in page
    assert client.post(link, ALL).status_code == 302
    assert state_of(invitation) == "accepted"


@pytest.mark.parametrize(("reply", "state"), [(ALL, "accepted"), ({"no": "1", "reason": "Busy"}, "declined")])
def test_repeated_reply_is_answered_like_the_first(
    reply: dict[str, str], state: str, link: str, invitation: Invitation
) -> None:
    client = Client()
    for _time in range(2):
        answer = client.post(link, reply)
        assert (answer.status_code, answer["Location"]) == (302, link)
    assert state_of(invitation) == state


def test_other_reply_after_a_yes_is_refused_and_the_page_says_what_counts(link: str, invitation: Invitation) -> None:
    client = Client()
    client.post(link, ALL)
    answer = client.post(link, {"no": "1", "reason": ""})
    assert answer.status_code == 409
    assert "You've joined the team" in text(answer).replace("&#x27;", "'")
    assert 'name="no"' not in text(answer)
    assert state_of(invitation) == "accepted"


def test_yes_without_all_three_is_refused_with_a_sentence(link: str, invitation: Invitation) -> None:
    answer = Client().post(link, {**ALL, "timing": ""})
    assert answer.status_code == 422
    assert "tick all three boxes" in text(answer)
    assert state_of(invitation) == "invited"


def test_outdated_terms_are_shown_again(link: str, crisis: Crisis, invitation: Invitation, personas: Personas) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, solution="We repair it instead.")
    answer = Client().post(link, ALL)
    assert answer.status_code == 409
    assert "has changed since you read it" in text(answer)
    assert "We repair it instead." in text(answer)
    assert 'name="terms_version" value="2"' in text(answer)
    assert state_of(invitation) == "invited"


def test_full_team_is_said_on_the_page(crisis: Crisis, personas: Personas) -> None:
    first, second = crises.invited(crisis, personas, 2)
    Crisis.objects.update(team_size=1)
    crises.accept(second, personas.other_agent)
    answer = Client().post(url_of(first, personas.agent.email), ALL)
    assert answer.status_code == 409
    assert "All spots were filled" in text(answer)


def test_link_makes_no_session_and_is_neither_cached_nor_indexed_nor_passed_on(link: str) -> None:
    client = Client()
    for answer in (client.get(link), client.post(link, {"no": "1"}), client.get(link), client.get(reverse("crisis:reply"))):
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"].startswith("noindex")
        # Nothing to other sites. Without a referrer inside the site, Django would refuse the form.
        assert answer["Referrer-Policy"] == "same-origin"
    assert set(client.cookies) <= {"csrftoken"}
    assert not Session.objects.exists()
    assert client.get(reverse("crisis:invitations")).status_code == 302


def test_csrf_is_checked(link: str, invitation: Invitation) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(link, {"no": "1"}).status_code == 403
    client.get(link)
    assert client.post(link, {"no": "1"}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert state_of(invitation) == "invited"
    token = client.cookies["csrftoken"].value
    assert client.post(link, {"no": "1", "csrfmiddlewaretoken": token}).status_code == 302
    assert state_of(invitation) == "declined"


def test_link_acts_for_the_invited_person_even_if_another_is_signed_in(
    link: str, invitation: Invitation, personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(personas.other_agent)
    page = text(client.get(link))
    assert "Ana Agent" in page
    assert personas.other_agent.person.display_name not in page
    assert client.post(link, ALL).status_code == 302
    assert TeamMember.objects.get().person_id == personas.agent.person_id
    # Their own session goes on, and shows nothing of it.
    assert client.get(reverse("crisis:invitation", args=[invitation.pk])).status_code == 404


def test_page_shows_nothing_else_about_the_person(link: str, personas: Personas) -> None:
    page = text(Client().get(link))
    for secret in (personas.agent.email, reverse("people:notifications"), "CSAT", "customers have been satisfied", "/card/"):
        assert secret not in page, secret
    names = Person.objects.exclude(pk__in=[personas.agent.person_id, personas.supervisor.person_id])
    assert not [name for name in names.values_list("display_name", flat=True) if name in page]


def ended_by_extension(invitation: Invitation, personas: Personas) -> None:
    actions.extend_deadline(actor=personas.supervisor, crisis=invitation.crisis, invitation_id=invitation.pk)


def ended_by_withdrawal(invitation: Invitation, personas: Personas) -> None:
    crises.accept(invitation, personas.agent)
    actions.withdraw(actor=personas.agent, invitation=invitation)


def ended_by_resolution(invitation: Invitation, personas: Personas) -> None:
    actions.resolve(actor=personas.supervisor, crisis=actions.activate(actor=personas.supervisor, crisis=invitation.crisis))


def ended_by_a_new_round(invitation: Invitation, _personas: Personas) -> None:
    Crisis.objects.update(round=2)
    Invitation.objects.update(round=2)


def ended_by_disabling_the_account(_invitation: Invitation, personas: Personas) -> None:
    User.objects.filter(pk=personas.agent.pk).update(is_active=False)


def ended_by_leaving_the_organisation(_invitation: Invitation, personas: Personas) -> None:
    Person.objects.filter(pk=personas.agent.person_id).update(left_on=clock.now().date())


def ended_by_a_merge(_invitation: Invitation, personas: Personas) -> None:
    Invitation.objects.update(person=personas.other_agent.person_id)


def ended_by_a_new_address(_invitation: Invitation, personas: Personas) -> None:
    User.objects.filter(pk=personas.agent.pk).update(email="new@example.org")


def ended_by_cancelling(invitation: Invitation, personas: Personas) -> None:
    actions.cancel(actor=personas.supervisor, crisis=invitation.crisis)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (ended_by_extension, "The deadline of this invitation has changed."),
        (ended_by_withdrawal, "This invitation has ended"),
        (ended_by_resolution, "Invitations to this team have ended"),
        (ended_by_cancelling, "Invitations to this team have ended"),
        (ended_by_disabling_the_account, "has changed or was deactivated"),
        (ended_by_leaving_the_organisation, "has changed or was deactivated"),
        (ended_by_a_merge, "has changed or was deactivated"),
        (ended_by_a_new_address, "has changed or was deactivated"),
        (ended_by_a_new_round, "Invitations to this team have ended"),
    ],
)
def test_link_ends_and_says_why(
    end: Callable[[Invitation, Personas], None], said: str, link: str, invitation: Invitation, personas: Personas
) -> None:
    end(invitation, personas)
    before = list(Invitation.objects.values())
    for answer in (Client().get(link), Client().post(link, ALL), Client().post(link, {"no": "1"})):
        assert answer.status_code == 410
        assert said in text(answer)
        assert reverse("crisis:invitations") in text(answer)
    assert list(Invitation.objects.values()) == before


def test_link_ends_at_the_deadline_before_the_tick(link: str, invitation: Invitation) -> None:
    with clock.travel(invitation.deadline_at - timedelta(seconds=1)):
        assert Client().get(link).status_code == 200
    with clock.travel(invitation.deadline_at):
        answer = Client().post(link, ALL)
    assert (answer.status_code, state_of(invitation)) == (410, "invited")
    assert "The time to reply has passed" in text(answer)


def test_forged_and_cut_links_are_refused(link: str) -> None:
    key = link.split("=", 1)[1]
    other_salt = signing.dumps({"i": 1}, salt="another")
    for forged in ("", "x", key[:-3], key[3:], other_salt, "\x00", "a" * 5000, "%ff"):
        answer = Client(REMOTE_ADDR="192.0.2.7").get(reverse("crisis:reply"), {"key": forged})
        assert answer.status_code == 404, forged
        assert "This link isn&#x27;t complete" in text(answer)


def test_too_many_broken_links_from_an_address_are_refused(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("people.link_limits.LIMITS", {"broken_link": "3/h/ip"})
    for _try in range(3):
        assert Client(REMOTE_ADDR="192.0.2.7").get(reverse("crisis:reply")).status_code == 404
    refused = Client(REMOTE_ADDR="192.0.2.7").get(reverse("crisis:reply"))
    assert refused.status_code == 429
    assert "Try again in an hour" in text(refused)
    assert Client(REMOTE_ADDR="192.0.2.8").get(reverse("crisis:reply")).status_code == 404
    # Colleagues behind the same address can still reply.
    assert Client(REMOTE_ADDR="192.0.2.7").get(link).status_code == 200


def test_any_number_of_good_links_from_an_address_are_answered(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("people.link_limits.LIMITS", {"broken_link": "3/h/ip"})
    assert {Client().get(link).status_code for _try in range(5)} == {200}


def test_link_follows_the_fallbacks_of_the_secret_key(link: str) -> None:
    with override_settings(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert Client().get(link).status_code == 200
    with override_settings(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=[]):
        assert Client().get(link).status_code == 404


def test_email_has_the_link_and_nothing_else_has_it(
    crisis: Crisis, personas: Personas, caplog: pytest.LogCaptureFixture
) -> None:
    morning = crises.at_work()
    with clock.travel(morning), caplog.at_level(logging.DEBUG):
        (invitation,) = crises.invited(crisis, personas, 1)
        link = url_of(invitation, personas.agent.email)
        letter = mail_to(personas.agent)
        assert Client().post(link, {"no": "1"}).status_code == 302
    key = link.split("=", 1)[1]
    payload = key.split("%3A")[0]
    assert payload in letter.text
    assert payload not in letter.subject
    told = Notification.objects.get(person=personas.agent.person_id, key__startswith="invitation:")
    assert told.url == reverse("crisis:invitation", args=[invitation.pk])
    stored = repr([list(rows.values()) for rows in (Notification.objects.all(), OutgoingMail.objects.all())])
    written = repr(lines(crisis.journal_id)) + "\n".join(record.getMessage() for record in caplog.records)
    assert payload not in stored + written


def test_reminders_have_the_link(crisis: Crisis, personas: Personas) -> None:
    with clock.travel(crises.at_work()):
        (invitation,) = crises.invited(crisis, personas, 1)
        mail_to(personas.agent)
    Notification.objects.filter(person=personas.agent.person_id).update(read_at=clock.now())
    # An hour before the deadline, both reminders are due and the person is at work.
    with clock.travel(invitation.deadline_at - timedelta(hours=1)):
        actions.keep_up_invitations()
        letter = mail_to(personas.agent)
    assert "Reminder" in letter.text
    assert reverse("crisis:reply") in letter.text


def test_answered_and_other_peoples_invitations_get_no_link(invitation: Invitation, personas: Personas) -> None:
    told = Notification.objects.get(key__startswith=f"invitation:{invitation.pk}:reply-by")
    assert reply_links.mail_urls([told]).keys() == {told.pk}
    told.person_id = personas.other_agent.person_id
    assert reply_links.mail_urls([told]) == {}
    told.person_id = personas.agent.person_id
    actions.decline(actor=personas.agent, invitation=invitation)
    assert reply_links.mail_urls([told]) == {}


def test_link_does_not_contain_the_address(link: str, personas: Personas) -> None:
    signed = signing.loads(link.split("=", 1)[1].replace("%3A", ":"), salt=reply_links.SALT)
    assert personas.agent.email not in repr(signed)
    assert signed["a"] == hashlib.sha256(personas.agent.email.encode()).hexdigest()[:16]
