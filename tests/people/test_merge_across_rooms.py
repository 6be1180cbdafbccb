"""Merges of records with reviews, crises, scripts, awards and imported evaluations."""

from datetime import time, timedelta

import pytest
from django.db.models import F

from care.actions import propose_coach
from care.models import CoachOf
from care.permissions import can_propose_coach
from core import clock
from crisis.models import Invitation, TeamMember
from notices.actions import plan
from notices.models import Delivery, Preference, QuietHours, ShortSubjects
from people.actions import notify
from people.models import Person, Role, RoleGrant, User
from people.name_matching import people_by_identity
from quality.actions import reconcile_slots
from quality.models import ReviewerCapacity, Slot
from recognition.models import Award, Discretion
from scripts_library.models import ScriptVersion
from selection import actions as choosing
from selection.models import Candidate, CardReply, LeaderAsked, LeaderInput
from selection.presentation.own_cards import own_card
from selection.queries.own_cards import own_candidate
from tests.factories import crisis as crises
from tests.factories import evaluations, quality, scripts_library
from tests.factories.merging import content_of_all_tables, merged, taken_apart
from tests.factories.people import Personas, PersonFactory, UserFactory
from tests.factories.recognition import AwardFactory

pytestmark = pytest.mark.django_db


def end_sign_in(person: Person) -> None:
    person.user.is_active = False
    person.user.save()


def test_team_memberships_of_both_records_stay_and_merge_can_be_undone(personas: Personas) -> None:
    crisis, (first, second) = crises.team(personas, 2)
    end_sign_in(second.person)
    before = content_of_all_tables()
    merge = merged(first.person, second.person)
    assert set(TeamMember.objects.filter(crisis=crisis).values_list("person", flat=True)) == {first.person_id, second.person_id}
    assert Invitation.objects.get(person=second.person_id).state == "accepted"
    # Inputs of a saved selection don't change.
    assert Candidate.objects.filter(person=second.person_id).count() == 1
    taken_apart(merge)
    assert content_of_all_tables() == before


def test_invitation_stays_with_its_spot_in_the_team(personas: Personas) -> None:
    """A person can't serve in two crises at once, so the spot stays. The invitation stays with it, although it could move."""
    _crisis, (first,) = crises.team(personas, 1)
    second = crises.agents(1, first=50)[0]
    other = crises.active(personas, [second.person_id])
    (invitation,) = crises.invited(other, personas)
    crises.accept(invitation, second)
    end_sign_in(second.person)
    merged(first.person, second.person)
    assert TeamMember.objects.get(crisis=other).person == second.person
    assert Invitation.objects.get(crisis=other).person == second.person


def test_past_spot_moves_with_its_invitation(personas: Personas) -> None:
    crisis, (first,) = crises.team(personas, 1)
    TeamMember.objects.filter(crisis=crisis).update(left_at=clock.now())
    kept = PersonFactory.create()
    merged(kept, first.person)
    assert TeamMember.objects.get().person == Invitation.objects.get().person == kept


def test_saved_card_stays_complete_and_visible_to_its_owner(personas: Personas) -> None:
    """Input and replies stay with the figures they refer to; input that no selection has used moves."""
    other, kept = personas.agent, PersonFactory.create(display_name="Ana A")
    crises.scored(other.person, 100, 95)
    crisis, later = crises.draft(personas, team_size=1), crises.draft(personas, title="Storm")
    for each in (crisis, later):
        crises.leader_input(each, personas.supervisor, other.person)
    crises.stored(crisis, personas)
    choosing.reply_to_card(actor=other, crisis=crisis, text="Thank you.")
    before = content_of_all_tables()
    merge = merged(kept, other.person)
    assert [LeaderInput.objects.get(crisis=each).person for each in (crisis, later)] == [other.person, kept]
    user = User.objects.get(pk=other.pk)
    assert user.person == kept
    candidate = own_candidate(user, crisis)
    assert candidate is not None
    card = own_card(candidate, crisis)
    assert [one.leader_name for one in card.said] == ["Sofia Supervisor"]
    assert choosing.reply_to_card(actor=user, crisis=crisis, text="Thanks again.").pk == CardReply.objects.get().pk
    CardReply.objects.update(text="Thank you.", updated_at=F("given_at"))
    taken_apart(merge)
    assert content_of_all_tables() == before


def test_leader_input_under_two_records_is_merged_where_possible(personas: Personas) -> None:
    crisis = crises.draft(personas)
    kept, other = personas.supervisor, personas.other_supervisor
    first = crises.leader_input(crisis, other, personas.other_agent.person)
    choosing.ask_leaders(actor=kept, crisis=crises.draft(personas, title="Storm"), leader_ids=[other.person_id])
    end_sign_in(other.person)
    before = content_of_all_tables()
    merge = merged(kept.person, other.person)
    first.refresh_from_db()
    assert first.leader == kept.person
    assert LeaderAsked.objects.get().leader == kept.person
    taken_apart(merge)
    assert content_of_all_tables() == before


def test_reviews_of_a_persons_own_other_record_stay(personas: Personas) -> None:
    """A reviewer can't become the reviewed person, so these reviews and their slots stay."""
    review = quality.completed(personas.agent.person, personas.reviewer)
    end_sign_in(personas.reviewer.person)
    before = content_of_all_tables()
    merge = merged(personas.agent.person, personas.reviewer.person)
    review.refresh_from_db()
    assert (review.person, review.reviewer) == (personas.agent.person, personas.reviewer.person)
    assert merge.stayed_rows >= 2
    taken_apart(merge)
    assert content_of_all_tables() == before


def test_reviews_and_slots_move_and_a_second_capacity_stays(personas: Personas) -> None:
    review = quality.completed(personas.agent.person, personas.reviewer)
    kept = PersonFactory.create()
    ReviewerCapacity.objects.create(person=kept, reviews_per_week=3)
    ReviewerCapacity.objects.create(person=personas.agent.person, reviews_per_week=5)
    before = content_of_all_tables()
    merge = merged(kept, personas.agent.person)
    review.refresh_from_db()
    assert review.person == kept
    assert not Slot.objects.filter(person=personas.agent.person).exists()
    assert ReviewerCapacity.objects.get(person=kept).reviews_per_week == 3
    taken_apart(merge)
    assert content_of_all_tables() == before


def test_newest_proposal_of_a_coach_stays_and_the_other_ends(personas: Personas) -> None:
    coaches = (personas.reviewer.person_id, personas.trainer.person_id)
    for person, coach_id in zip((personas.agent, personas.other_agent), coaches, strict=True):
        for leader in (personas.supervisor, personas.other_supervisor):
            if can_propose_coach(leader, person.person_id):
                propose_coach(actor=leader, person_id=person.person_id, coach_id=coach_id)
    end_sign_in(personas.other_agent.person)
    merged(personas.agent.person, personas.other_agent.person)
    assert list(CoachOf.objects.proposed().values_list("person", "coach")) == [(personas.agent.person_id, coaches[1])]


def test_author_under_either_record_cannot_approve_the_text(personas: Personas) -> None:
    kept, other, third = PersonFactory.create(), personas.supervisor.person, PersonFactory.create()
    mine, both = scripts_library.draft(personas.supervisor, title="A"), scripts_library.draft(personas.supervisor, title="B")
    ScriptVersion.objects.filter(pk=mine.pk).update(writer_ids=[third.pk, other.pk])
    ScriptVersion.objects.filter(pk=both.pk).update(writer_ids=[kept.pk, other.pk])
    before = content_of_all_tables()
    merge = merged(kept, other)
    mine.refresh_from_db()
    both.refresh_from_db()
    assert (mine.author, mine.writer_ids) == (kept, [third.pk, kept.pk])
    assert (both.author, both.writer_ids) == (kept, [kept.pk, other.pk])
    taken_apart(merge)
    assert content_of_all_tables() == before


def test_award_between_both_records_stays_and_discretion_moves() -> None:
    kept, other = PersonFactory.create(), PersonFactory.create()
    between = AwardFactory.create(nominator=kept, nominee=other)
    from_another = AwardFactory.create(nominee=other)
    Discretion.objects.create(person=other)
    before = content_of_all_tables()
    merge = merged(kept, other)
    assert Award.objects.get(pk=between.pk).nominee == other
    assert Award.objects.get(pk=from_another.pk).nominee == kept
    assert Discretion.objects.get().person == kept
    assert merge.stayed_rows == 1
    taken_apart(merge)
    assert content_of_all_tables() == before


def test_tick_removes_a_merged_record_from_the_baseline() -> None:
    kept, other = PersonFactory.create(), UserFactory.create().person
    now = clock.now()
    RoleGrant.objects.bulk_create([RoleGrant(person=person, role=Role.AGENT) for person in (kept, other)])
    programme = quality.baseline(at=now - timedelta(days=8))
    merged(kept, other)
    reconcile_slots()
    assert set(programme.members.filter(left_at=None).values_list("person", flat=True)) == {kept.pk}


def test_choices_about_emails_move_unless_the_kept_record_has_its_own() -> None:
    kept, other = PersonFactory.create(), PersonFactory.create()
    for person, topic in ((kept, "reviews"), (other, "reviews"), (other, "imports")):
        Preference.objects.create(person=person, topic=topic, is_by_email=person == kept)
    QuietHours.objects.create(person=other, starts_at=time(22), ends_at=time(6), with_weekends=True)
    ShortSubjects.objects.create(person=other)
    notify(person_id=other.pk, key="review:1", text="Hello.")
    plan()
    before = content_of_all_tables()
    merge = merged(kept, other)
    choices = Preference.objects.filter(person=kept).order_by("topic")
    assert list(choices.values_list("topic", "is_by_email")) == [("imports", False), ("reviews", True)]
    assert QuietHours.objects.get().person == kept
    assert ShortSubjects.objects.get().person == kept
    assert Delivery.objects.get().notification.person == kept
    taken_apart(merge)
    assert content_of_all_tables() == before


def test_imported_evaluations_move_and_move_back(personas: Personas) -> None:
    kept, other = personas.agent.person, PersonFactory.create(display_name="Ana A")
    review = evaluations.review_of(other, personas.ops)
    before = content_of_all_tables()
    merge = merged(kept, other)
    review.refresh_from_db()
    assert review.person == kept
    # Later evaluations of the same agent belong to the kept person too.
    assert people_by_identity("genesys", [review.identity]) == {review.identity: kept.pk}
    taken_apart(merge)
    assert content_of_all_tables() == before
