"""Constraints of the crisis tables, with accepted and refused rows."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from crisis.models import Consent, Crisis, Goal, Invitation, SupportContact, TeamMember, Terms
from journal.actions import open_journal
from selection.models import Candidate, CardReply, LeaderAsked, LeaderInput
from tests.factories import crisis as crises
from tests.factories.people import Personas

NOW = now()
LATER = NOW + timedelta(hours=1)


def crisis_with(personas: Personas, **fields: Any) -> Crisis:
    values: dict[str, Any] = {
        "journal_id": open_journal(title="Storm").pk,
        "title": "Storm",
        "kind": "internal",
        "opened_by_id": personas.supervisor.person_id,
        "opened_at": NOW,
        **fields,
    }
    return Crisis.objects.create(**values)


def refused(make: Callable[[], object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


RUNNING: dict[str, Any] = {"state": "active", "solution": "We help.", "activated_at": NOW}


@pytest.mark.parametrize(
    ("good", "bad", "constraint"),
    [
        ({}, {"title": ""}, "crisis_has_a_title"),
        ({}, {"state": "asleep"}, "crisis_"),
        ({"severity": "moderate"}, {"severity": "mild"}, "crisis_severity_known"),
        ({"kind": "external", "scope": "local"}, {"kind": "external"}, "crisis_scope"),
        ({"kind": "good_news"}, {"kind": "good_news", "scope": "local"}, "crisis_scope"),
        ({"team_size": 1}, {"team_size": 0}, "crisis_team_size"),
        ({"team_size": 500}, {"team_size": 501}, "crisis_team_size"),
        ({"review_factor": 1}, {"review_factor": 0}, "crisis_review_factor"),
        ({"review_factor": 20}, {"review_factor": 21}, "crisis_review_factor"),
        ({"answer_hours": 336}, {"answer_hours": 337}, "crisis_answer_hours"),
        ({"answer_hours": 1}, {"answer_hours": 0}, "crisis_answer_hours"),
        ({"rest_days": 365}, {"rest_days": 366}, "crisis_rest"),
        ({"training_hours": 1}, {"training_hours": 0}, "crisis_training_hours"),
        ({"training_hours": 80}, {"training_hours": 81}, "crisis_training_hours"),
        ({}, {"resolved_at": NOW}, "crisis_times"),
        ({"state": "cancelled", "cancelled_at": NOW}, {"state": "cancelled"}, "crisis_times"),
        (
            {"state": "cancelled", "cancelled_at": NOW},
            {"state": "cancelled", "cancelled_at": NOW - timedelta(seconds=1)},
            "crisis_times_in_order",
        ),
    ],
)
def test_contradictory_crisis_is_refused_by_the_database(
    good: dict[str, Any], bad: dict[str, Any], constraint: str, personas: Personas
) -> None:
    crisis_with(personas, **good)
    refused(lambda: crisis_with(personas, **bad), constraint)


def test_a_running_crisis_has_a_lead_and_a_solution_and_times(personas: Personas) -> None:
    lead = {"lead_id": personas.supervisor.person_id}
    crisis_with(personas, **RUNNING, **lead)
    refused(lambda: crisis_with(personas, **RUNNING), "crisis_runs_with_a_lead_and_a_solution")
    refused(lambda: crisis_with(personas, **{**RUNNING, "solution": ""}, **lead), "crisis_runs_with_a_lead_and_a_solution")
    refused(lambda: crisis_with(personas, **{**RUNNING, "activated_at": None}, **lead), "crisis_times_match_state")
    early = NOW - timedelta(seconds=1)
    refused(lambda: crisis_with(personas, **{**RUNNING, "activated_at": early}, **lead), "crisis_times_in_order")


def test_deputy_differs_from_the_lead(personas: Personas) -> None:
    mine, other = personas.supervisor.person_id, personas.other_supervisor.person_id
    crisis_with(personas, lead_id=mine, deputy_id=other)
    crisis_with(personas, lead_id=mine)
    crisis_with(personas, deputy_id=mine)
    refused(lambda: crisis_with(personas, lead_id=mine, deputy_id=mine), "crisis_deputy_is_not_the_lead")


def test_goal_has_a_measure_and_a_target(personas: Personas) -> None:
    crisis = crisis_with(personas)
    Goal.objects.create(crisis=crisis, measure="CSAT", target="85 %", due_on=NOW.date())
    for empty in ({"measure": "", "target": "85 %"}, {"measure": "CSAT", "target": ""}):
        refused(lambda empty=empty: Goal.objects.create(crisis=crisis, due_on=NOW.date(), **empty), "goal_says")  # type: ignore[misc]


def test_a_support_contact_is_a_colleague_or_named_and_can_be_reached(personas: Personas) -> None:
    crisis, person = crisis_with(personas), personas.trainer.person_id
    SupportContact.objects.create(crisis=crisis, person_id=person, reach="77")
    SupportContact.objects.create(crisis=crisis, name="Night desk", reach="78")

    def contact(**fields: Any) -> Callable[[], SupportContact]:
        return lambda: SupportContact.objects.create(crisis=crisis, **fields)

    refused(contact(reach="77"), "support_contact_is")
    refused(contact(person_id=personas.agent.person_id, name="Ana", reach="77"), "support_contact_is")
    refused(contact(name="Night desk", reach=""), "support_contact_can_be_reached")
    refused(contact(person_id=person, reach="79"), "support_contact_once")
    for wrong in ("call me", "javascript:1", "12\n34", "118/119"):
        refused(contact(name="Day desk", reach="8:00", phone=wrong), "support_contact_phone_can_be_called")
    numbers = {"118": "118", "+44 (0)20 555-0118": "+44205550118", "(020) 555.0118": "0205550118", "*31#0612": "*31%230612"}
    for name, (phone, called) in enumerate(numbers.items()):
        assert contact(name=f"Desk {name}", reach="8:00", phone=phone)().phone_url == f"tel:{called}"


def test_a_listed_candidate_has_a_position_and_a_rank(personas: Personas) -> None:
    crisis = crises.draft(personas)
    selection = crises.selected(crisis, [personas.agent.person_id])
    out = Candidate.objects.create(selection=selection, person=personas.other_agent.person, standing="out")

    def candidate(**fields: Any) -> Callable[[], object]:
        return lambda: Candidate.objects.create(selection=selection, **{"person": personas.trainer.person, **fields})

    refused(candidate(standing="in", rank=1), "candidate_position_unless_out")
    refused(candidate(standing="reserve", position=2), "candidate_rank_unless_without_ranking")
    refused(candidate(standing="out", position=2), "candidate_position_unless_out")
    refused(candidate(standing="perhaps", position=2, rank=2), "candidate_position_unless_out")
    refused(candidate(standing="in", position=1, rank=1), "candidate_position_unique")
    refused(candidate(standing="out", person=out.person), "candidate_once")


def invitation(crisis: Crisis, person_id: int, **fields: Any) -> Invitation:
    values = {"invited_at": NOW, "deadline_at": LATER, **fields}
    return Invitation.objects.create(crisis=crisis, person_id=person_id, **values)


def test_accepting_takes_all_three_confirmations_and_terms(personas: Personas) -> None:
    crisis, person = crisis_with(personas), personas.agent.person_id
    terms = Terms.objects.create(crisis=crisis, version=1, solution="We help.", review_factor=3)
    yes: dict[str, Any] = {
        "state": "accepted",
        "answered_at": NOW,
        "terms": terms,
        "confirms_solution": True,
        "confirms_training": True,
        "confirms_timing": True,
    }
    for name in ("confirms_solution", "confirms_training", "confirms_timing"):
        refused(lambda name=name: invitation(crisis, person, **{**yes, name: False}), "all_three")  # type: ignore[misc]
    refused(lambda: invitation(crisis, person, **{**yes, "terms": None}), "all_three")
    refused(lambda: invitation(crisis, person, confirms_timing=True), "all_three")
    refused(lambda: invitation(crisis, person, **{**yes, "answered_at": None}), "invitation_times")
    for state in ("expired", "ended"):
        refused(lambda state=state: invitation(crisis, person, state=state), "invitation_times")  # type: ignore[misc]
        refused(lambda state=state: invitation(crisis, person, **{**yes, "state": state, "ended_at": NOW}), "all_three")  # type: ignore[misc]
    for state in ("withdrawn", "released", "served"):
        refused(lambda state=state: invitation(crisis, person, **{**yes, "state": state}), "invitation_times")  # type: ignore[misc]
    refused(lambda: invitation(crisis, person, deadline_at=NOW), "invitation_deadline")
    invitation(crisis, person, **yes)


def test_message_and_wish_to_come_back_belong_to_people_who_left(personas: Personas) -> None:
    crisis, person = crises.draft(personas), personas.agent.person_id
    yes = dict.fromkeys(("confirms_solution", "confirms_training", "confirms_timing"), True)
    left: dict[str, Any] = {
        **yes,
        "terms": crisis.terms.create(version=1, solution="We help.", review_factor=3),
        "answered_at": NOW,
        "ended_at": NOW,
    }
    withdrawn: dict[str, Any] = {**left, "state": "withdrawn"}
    refused(lambda: invitation(crisis, person, **withdrawn, farewell="Thanks."), "invitation_farewell_when_released")
    refused(lambda: invitation(crisis, person, farewell="Thanks."), "invitation_farewell_when_released")
    refused(lambda: invitation(crisis, person, wants_back_at=NOW), "invitation_back_after_leaving")
    refused(
        lambda: invitation(crisis, person, **{**left, "state": "served"}, wants_back_at=NOW), "invitation_back_after_leaving"
    )
    invitation(crisis, person, **withdrawn, wants_back_at=NOW)
    invitation(crisis, person, round=2, **left, state="released", wants_back_at=NOW, farewell="Thanks.")


@pytest.mark.parametrize(
    ("good", "bad", "constraint"),
    [
        ({}, {"solution_sentence": ""}, "consent_to_three_sentences"),
        ({}, {"training_sentence": ""}, "consent_to_three_sentences"),
        ({}, {"timing_sentence": ""}, "consent_to_three_sentences"),
        ({"way": "link"}, {"way": "fax"}, "consent_way_known"),
        ({"format": 1}, {"format": 3}, "consent_format_known"),
        ({"left_as": "withdrew"}, {"left_as": "vanished"}, "consent_left_as_known"),
    ],
)
def test_consent_has_its_sentences_and_known_ways(
    good: dict[str, Any], bad: dict[str, Any], constraint: str, personas: Personas
) -> None:
    crisis = crises.draft(personas)
    terms = crisis.terms.create(version=1, solution="We help.", review_factor=3)
    member = TeamMember.objects.create(crisis=crisis, person=personas.agent.person, joined_at=NOW)
    values: dict[str, Any] = {
        "member": member,
        "terms": terms,
        "terms_digest": "0" * 64,
        "language": "en",
        "solution_sentence": "I agree.",
        "training_sentence": "I learn.",
        "timing_sentence": "I have time.",
        "way": "page",
        "given_at": NOW,
        "salt": "0" * 64,
    }
    refused(lambda: Consent.objects.create(**{**values, **bad}), constraint)
    Consent.objects.create(**{**values, **good})
    refused(lambda: Consent.objects.create(**values), "member_id")


def test_person_has_one_invitation_per_round_and_one_open_invitation(personas: Personas) -> None:
    crisis, person = crisis_with(personas), personas.agent.person_id
    first = invitation(crisis, person)
    refused(lambda: invitation(crisis, person, round=2), "invitation_one_open")
    Invitation.objects.filter(pk=first.pk).update(state="declined", answered_at=NOW, ended_at=NOW)
    refused(lambda: invitation(crisis, person), "invitation_once_in_a_round")
    invitation(crisis, person, round=2)


def test_a_person_is_in_one_team_at_a_time(personas: Personas) -> None:
    one, two = crisis_with(personas), crisis_with(personas)
    person = personas.agent.person
    member = TeamMember.objects.create(crisis=one, person=person, joined_at=NOW)
    refused(lambda: TeamMember.objects.create(crisis=two, person=person, joined_at=NOW), "member_of_one_crisis_at_a_time")
    member.left_at = LATER
    member.save()
    TeamMember.objects.create(crisis=two, person=person, joined_at=LATER)
    refused(lambda: TeamMember.objects.filter(pk=member.pk).update(left_at=NOW - timedelta(1)), "member_joined_before_leaving")


def test_terms_state_a_solution_and_have_one_version_each(personas: Personas) -> None:
    crisis = crisis_with(personas)
    Terms.objects.create(crisis=crisis, version=1, solution="We help.", review_factor=3)
    refused(
        lambda: Terms.objects.create(crisis=crisis, version=1, solution="We help.", review_factor=3), "terms_version_unique"
    )
    refused(lambda: Terms.objects.create(crisis=crisis, version=2, solution="", review_factor=3), "terms_state_a_solution")
    for hours in (0, 81):
        refused(
            partial(Terms.objects.create, crisis=crisis, version=2, solution="We.", review_factor=3, training_hours=hours),
            "terms_training_hours_possible",
        )
    Terms.objects.create(crisis=crisis, version=2, solution="We.", review_factor=3, training_hours=80)


def test_selections_are_numbered(personas: Personas) -> None:
    crisis = crises.draft(personas)
    first = crises.selected(crisis, [personas.agent.person_id])
    crises.selected(crisis, [personas.agent.person_id])
    first.pk = None
    refused(first.save, "selection_number_unique")


def test_leader_has_one_input_per_person_with_a_reason(personas: Personas) -> None:
    crisis = crisis_with(personas)

    def given(**fields: Any) -> LeaderInput:
        values = {
            "person": personas.agent.person,
            "leader": personas.supervisor.person,
            "kind": "nomination",
            "reason": "Calm.",
            "given_at": NOW,
            **fields,
        }
        return LeaderInput.objects.create(crisis=crisis, **values)

    given(withdrawn_at=NOW)
    given(kind="objection")
    given(leader=personas.other_supervisor.person)
    given(person=personas.other_agent.person)
    other = {"person": personas.trainer.person}
    refused(given, "leader_input_one_open")
    refused(lambda: given(**other, kind="praise"), "leader_input_kind_known")
    refused(lambda: given(**other, reason=""), "leader_input_has_a_reason")
    refused(lambda: given(person=personas.supervisor.person), "leader_input_not_about_oneself")
    refused(lambda: given(**other, withdrawn_at=NOW - timedelta(1)), "leader_input_given_before_withdrawn")


def test_leader_is_asked_once_and_replies_later(personas: Personas) -> None:
    crisis = crisis_with(personas)

    def asked(leader: int, **fields: Any) -> Callable[[], object]:
        return lambda: LeaderAsked.objects.create(crisis=crisis, leader_id=leader, asked_at=NOW, **fields)

    asked(personas.supervisor.person_id)()
    asked(personas.other_supervisor.person_id, answered_at=NOW)()
    refused(asked(personas.supervisor.person_id), "leader_asked_once")
    refused(asked(personas.trainer.person_id, answered_at=NOW - timedelta(1)), "leader_asked_before_answering")


def test_person_has_one_reply_to_their_card_with_a_text(personas: Personas) -> None:
    crisis = crisis_with(personas)

    def reply(person: int, **fields: Any) -> Callable[[], object]:
        values = {"text": "Thank you.", "given_at": NOW, "updated_at": NOW, **fields}
        return lambda: CardReply.objects.create(crisis=crisis, person_id=person, **values)

    reply(personas.agent.person_id)()
    reply(personas.other_agent.person_id, updated_at=LATER)()
    refused(reply(personas.agent.person_id), "card_reply_once")
    refused(reply(personas.trainer.person_id, text=""), "card_reply_says_something")
    refused(reply(personas.trainer.person_id, updated_at=NOW - timedelta(1)), "card_reply_times_in_order")
