"""Sentences of the timeline by audience: the team doesn't see who read, reviewed or nominated."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from crisis import actions
from crisis.models import Crisis
from crisis.verbs import Verb
from journal.actions import record
from journal.verbs import sentence
from people.models import Role, User
from people.queries.organisation import reporting_zone
from protocol.sections import compile_sections
from quality.verbs import Verb as QualityVerb
from recognition.verbs import Verb as RecognitionVerb
from scripts_library.verbs import Verb as ScriptVerb
from selection import verbs as selection_verbs
from tests.factories import crisis as crises
from tests.factories.people import Personas, user_with

SignIn = Callable[[User], Client]

# Sentences of a small crisis by audience, written out to check the declaration of the verbs.
FOR_MEMBERS = {"Sofia Supervisor activated the crisis", "Agent 000 joined the team: 1 of 2 spots filled"}
FOR_SUPERVISORS = {"Olga Opener approved version 1 of the script “Refund”"}
FOR_LEADS = {
    "Sofia Supervisor sent 1 invitation",
    "A team leader nominated someone for the team",
    "Agent 000 read version 1 of the script “Refund”",
    "Agent 000 acknowledged a quality review",
    "Rita Reviewer completed a quality review",
    "Agent 000 nominated a colleague: Thanks",
    "Rita Reviewer received an award: Thanks. Kind",
}
FOR_NOBODY = {"Agent 000 changed whether their awards are shown publicly"}


def told(personas: Personas) -> tuple[Crisis, User]:
    """A crisis with a journal entry of each kind."""
    crisis, [member] = crises.team(personas, 1, team_size=2)
    opener = user_with(Role.SUPERVISOR, name="Olga Opener")
    words = {"title": "Refund"}
    for verb, actor, data, texts in (
        (ScriptVerb.APPROVED, opener, {"version": 1}, words),
        (ScriptVerb.ACKNOWLEDGED, member, {"version": 1}, words),
        (QualityVerb.REVIEW_ACKNOWLEDGED, member, {}, {}),
        (QualityVerb.REVIEW_COMPLETED, personas.reviewer, {}, {}),
        (selection_verbs.Verb.LEADER_NOMINATED, None, {}, {}),
        (RecognitionVerb.AWARD_NOMINATED, member, {}, {"award": "Thanks"}),
        (RecognitionVerb.AWARD_ISSUED, None, {}, {"award": "Thanks", "nominee": "Rita Reviewer", "reason": "Kind"}),
        (RecognitionVerb.DISCRETION_CHANGED, member, {}, {}),
    ):
        record(crisis.journal, verb, actor=actor, subject=crisis, data=data, texts=texts)
    return crisis, member


def shown_to(client: Client, crisis: Crisis) -> set[str]:
    whole = client.get(reverse("crisis:detail", args=[crisis.pk]) + "?all=1").content.decode()
    return {sentence for sentence in FOR_MEMBERS | FOR_SUPERVISORS | FOR_LEADS | FOR_NOBODY if sentence in whole}


def test_each_reader_sees_the_sentences_of_their_circle(personas: Personas, sign_in: SignIn) -> None:
    crisis, member = told(personas)
    assert shown_to(sign_in(member), crisis) == FOR_MEMBERS
    assert shown_to(sign_in(personas.other_supervisor), crisis) == FOR_MEMBERS | FOR_SUPERVISORS
    assert shown_to(sign_in(personas.supervisor), crisis) == FOR_MEMBERS | FOR_SUPERVISORS | FOR_LEADS


def test_the_protocol_tells_what_every_supervisor_may_read(personas: Personas) -> None:
    crisis, _member = told(personas)
    crisis = actions.resolve(actor=personas.supervisor, crisis=crisis)
    text = str(compile_sections(crisis, reporting_zone()))
    assert {sentence for sentence in FOR_MEMBERS | FOR_SUPERVISORS | FOR_LEADS | FOR_NOBODY if sentence in text} == (
        FOR_MEMBERS | FOR_SUPERVISORS
    )


@pytest.mark.parametrize("query", ["", "?all=1"])
def test_latest_entries_are_not_crowded_out_by_hidden_ones(query: str, personas: Personas, sign_in: SignIn) -> None:
    crisis, member = told(personas)
    for _entry in range(30):
        record(crisis.journal, RecognitionVerb.AWARD_NOMINATED, actor=member, subject=crisis, texts={"award": "Thanks"})
    page = sign_in(member).get(reverse("crisis:detail", args=[crisis.pk]) + query).content.decode()
    assert "Sofia Supervisor activated the crisis" in page


def test_sentence_with_a_count_has_a_plural_form() -> None:
    words = {"actor": "Sofia"}
    assert sentence(Verb.INVITED, {**words, "count": 1}) == "Sofia sent 1 invitation"
    assert sentence(Verb.INVITED, {**words, "count": 3}) == "Sofia sent 3 invitations"
    # An entry without its count leaves the rest of the timeline readable.
    assert sentence(Verb.INVITED, words) == "crisis.invited"
    assert sentence(Verb.INVITED, {"count": 2}) == "… sent 2 invitations"
