"""Consents: what was shown and ticked, when and by which way; proven by the journal, and the person's own."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core import clock
from crisis import actions
from crisis.models import Consent, Crisis, Invitation, TeamMember, Terms
from crisis.queries.consents import Proof, own_consents, proofs_by_person
from crisis.queries.reply_links import url_of
from crisis.verbs import Verb
from journal.actions import record
from journal.queries import damages, lines
from people.models import User
from people.own_data import copy_of
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    return crises.ready(personas, team_size=2)


@pytest.fixture
def invitation(crisis: Crisis, personas: Personas) -> Invitation:
    return crises.invited(crisis, personas, 1)[0]


@pytest.fixture
def consent(invitation: Invitation, personas: Personas) -> Consent:
    """Ana's consent."""
    crises.accept(invitation, personas.agent)
    return Consent.objects.get()


def test_consent_keeps_what_was_shown_and_ticked(consent: Consent, personas: Personas) -> None:
    assert consent.member.person_id == personas.agent.person_id
    assert consent.sentences == (
        "I support this solution.",
        "I'm ready and willing to refresh my training for it.",
        "The timing works for me personally.",
    )
    assert (consent.language, consent.way, consent.terms.version) == ("en", Consent.Way.PAGE, 1)
    assert consent.given_at == Invitation.objects.get().answered_at


def test_sentences_are_kept_in_the_language_of_the_page(invitation: Invitation, personas: Personas) -> None:
    with translation.override("de"):
        crises.accept(invitation, personas.agent)
    assert Consent.objects.get().language == "de"


def test_no_leaves_no_consent(invitation: Invitation, personas: Personas) -> None:
    actions.decline(actor=personas.agent, invitation=invitation)
    assert not Consent.objects.exists()
    with pytest.raises(actions.NotConfirmed):
        actions.accept(
            actor=personas.agent,
            invitation=invitation,
            terms_version=1,
            confirmations=actions.Confirmations(solution=True, training=True, timing=False),
        )
    assert not Consent.objects.exists()


def test_journal_has_the_digest_and_nothing_of_the_content(consent: Consent, crisis: Crisis) -> None:
    joined = lines(crisis.journal_id)[-1]
    assert joined.data["consent"] == consent.digest()
    assert consent.salt not in repr(joined)
    assert list(damages()) == []


@pytest.mark.parametrize(
    "tampered",
    [
        {"terms_digest": "0" * 64},
        {"language": "fr"},
        {"solution_sentence": "I support every solution."},
        {"training_sentence": "I'll train for a year."},
        {"timing_sentence": "Any time."},
        {"way": "link"},
        {"salt": "1" * 64},
    ],
)
def test_each_change_of_a_consent_is_noticed(tampered: dict[str, str], consent: Consent, personas: Personas) -> None:
    assert own_consents(personas.agent)[0].proof == Proof.MATCHES
    Consent.objects.update(**tampered)
    assert own_consents(personas.agent)[0].proof == Proof.CHANGED
    assert proofs_by_person(consent.member.crisis) == {personas.agent.person_id: Proof.CHANGED}


def test_other_time_or_other_terms_are_noticed(consent: Consent, crisis: Crisis, personas: Personas) -> None:
    Consent.objects.update(given_at=consent.given_at + timedelta(seconds=1))
    assert own_consents(personas.agent)[0].proof == Proof.CHANGED
    other = Terms.objects.create(crisis=crisis, version=2, solution="Something else.", review_factor=3)
    Consent.objects.update(given_at=consent.given_at, terms=other)
    assert own_consents(personas.agent)[0].proof == Proof.CHANGED


def test_consent_moved_to_another_member_is_noticed(consent: Consent, crisis: Crisis, personas: Personas) -> None:
    second = crises.invited(crisis, personas, 1)[1]
    crises.accept(second, personas.other_agent)
    Consent.objects.filter(member__person=personas.other_agent.person_id).delete()
    Consent.objects.update(member=TeamMember.objects.get(person=personas.other_agent.person_id))
    assert proofs_by_person(crisis) == {
        personas.agent.person_id: Proof.MISSING,
        personas.other_agent.person_id: Proof.CHANGED,
    }


def test_later_entry_proves_nothing(consent: Consent, crisis: Crisis, personas: Personas) -> None:
    """Otherwise a changed consent could be proven by adding an entry with its digest."""
    Consent.objects.update(timing_sentence="Any time.")
    consent.refresh_from_db()
    record(crisis.journal, Verb.JOINED, actor=personas.agent, subject=consent.member, data={"consent": consent.digest()})
    assert own_consents(personas.agent)[0].proof == Proof.CHANGED


def test_digests_of_the_first_format_still_match(consent: Consent, crisis: Crisis, personas: Personas) -> None:
    """Written out, because a later change of the code must not change what was hashed."""
    terms = consent.terms
    agreed = {
        "version": 1,
        "solution": terms.solution,
        "expectations": terms.expectations,
        "training_hours": terms.training_hours,
        "duration": terms.duration,
        "shifts": terms.shifts,
        "reward": terms.reward,
        "scripts": terms.scripts,
        "review_factor": terms.review_factor,
    }
    content = {
        "member": consent.member_id,
        "terms": consent.terms_id,
        "terms_digest": sha256(agreed),
        "language": "en",
        "sentences": consent.sentences,
        "way": "page",
        "given_at": consent.given_at.isoformat(),
        "salt": consent.salt,
    }
    assert consent.digest() == sha256({"format": 2, **content})
    consent.format = 1
    assert consent.digest() == sha256(content)
    Consent.objects.update(format=1)
    assert own_consents(personas.agent)[0].proof == Proof.CHANGED, "the number itself is hashed"


def sha256(content: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def test_changed_text_of_the_terms_is_noticed_and_not_blamed_on_the_consent(consent: Consent, personas: Personas) -> None:
    Terms.objects.update(solution="We do nothing.")
    assert own_consents(personas.agent)[0].proof == Proof.TERMS_DIFFER


def test_merging_people_keeps_the_proof(consent: Consent, personas: Personas) -> None:
    TeamMember.objects.update(person=personas.other_agent.person_id)
    assert [own.proof for own in own_consents(personas.other_agent)] == [Proof.MATCHES]


def test_lead_and_deputy_see_whether_the_journal_proves_it(
    consent: Consent, crisis: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    url = reverse("crisis:buy_in", args=[crisis.pk])
    for leader in (personas.supervisor, crises.deputy()):
        assert "Matches the journal" in sign_in(leader).get(url).content.decode()
    assert "Matches the journal" not in sign_in(personas.other_supervisor).get(url).content.decode()
    Consent.objects.update(way="link")
    assert "it was changed" in sign_in(personas.supervisor).get(url).content.decode()


def test_person_sees_and_exports_their_own_consents(consent: Consent, personas: Personas, sign_in: SignIn) -> None:
    page = sign_in(personas.agent).get(reverse("crisis:invitations")).content.decode()
    assert "What you agreed to" in page
    assert "The timing works for me personally." in page
    assert "What you agreed to" not in sign_in(personas.other_agent).get(reverse("crisis:invitations")).content.decode()
    (exported,) = json.loads(copy_of(personas.agent.person_id))["crisis_consents"]
    assert (exported["digest"], exported["way"], exported["salt"]) == (consent.digest(), "page", consent.salt)
    assert json.loads(copy_of(personas.other_agent.person_id))["crisis_consents"] == []


def test_own_consents_take_as_many_queries_for_two_as_for_one(
    consent: Consent, personas: Personas, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(2):  # type: ignore[attr-defined] # a context manager
        own_consents(personas.agent)
    actions.withdraw(actor=personas.agent, invitation=Invitation.objects.get())
    other = crises.ready(personas, [personas.agent.person_id], title="Storm", is_drill=True)
    Crisis.objects.update(rest_days=0)
    crises.accept(crises.invited(other, personas, 1)[0], personas.agent)
    with django_assert_num_queries(2):  # type: ignore[attr-defined] # a context manager
        assert len(own_consents(personas.agent)) == 2


@pytest.mark.parametrize("withdraws", [True, False])
def test_leaving_is_on_the_own_record_until_closing(
    withdraws: bool, consent: Consent, crisis: Crisis, personas: Personas
) -> None:
    if withdraws:
        actions.withdraw(actor=personas.agent, invitation=Invitation.objects.get())
    else:
        actions.release(actor=personas.supervisor, crisis=crisis, person_id=personas.agent.person_id)
    (own,) = own_consents(personas.agent)
    assert own.left_as == ("You left the team" if withdraws else "You were released")
    crisis.refresh_from_db()
    actions.cancel(actor=personas.supervisor, crisis=crisis)
    (own,) = own_consents(personas.agent)
    assert (own.left_as, own.proof) == ("", Proof.MATCHES)
    assert own.left_at is not None


def rows_about(person_id: int, *models: type[Model]) -> int:
    return sum(model._default_manager.filter(person=person_id).count() for model in models)


def test_ending_keeps_the_consents_of_those_who_served_and_nothing_of_the_others(crisis: Crisis, personas: Personas) -> None:
    first, second = crises.invited(crisis, personas, 2)
    crises.accept(first, personas.agent)
    actions.decline(actor=personas.other_agent, invitation=second, reason="Exams.")
    crisis.refresh_from_db()
    actions.cancel(actor=personas.supervisor, crisis=crisis)
    assert Consent.objects.get().member.person_id == personas.agent.person_id
    assert rows_about(personas.other_agent.person_id, Invitation, TeamMember) == 0


def test_consent_from_a_link_says_so(invitation: Invitation, personas: Personas) -> None:
    confirmed = {"terms_version": "1", "solution": "on", "training": "on", "timing": "on"}
    assert Client().post(url_of(invitation, personas.agent.email), confirmed).status_code == 302
    (own,) = own_consents(personas.agent)
    assert (own.way, own.proof) == ("From the link in an e-mail", Proof.MATCHES)
    assert own.given_at <= clock.now()
