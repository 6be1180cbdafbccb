"""Reviews of a drill are marked, count in no figure, and take no capacity from real reviews."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.clock import travel
from journal.actions import open_journal
from people.identity import User
from people.models import Notification
from people.queries.organisation import reporting_zone
from quality import actions
from quality.models import Programme, Review, Slot
from quality.queries.board import board
from quality.queries.capacity import loads
from quality.queries.reviews import my_results
from tests.factories import crisis as crises
from tests.factories import quality as make
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def drill(*users: User, at: datetime = MONDAY, cadence: int = 1) -> Programme:
    return actions.open_programme(
        actor=None,
        journal=open_journal(title="Storm", is_drill=True),
        cadence=cadence,
        person_ids=[user.person_id for user in users],
        at=at,
    )


def completed(programme: Programme, personas: Personas) -> Review:
    """A review in this programme, of one of Ana's contacts."""
    slot = make.slot(programme, personas.agent.person, clock.now() - DAY)
    slot.interaction, slot.reviewer = make.contact(personas.agent.person, clock.now() - DAY), personas.reviewer.person
    slot.assigned_at, slot.state = clock.now(), Slot.State.ASSIGNED
    slot.save()
    review = actions.start_review(actor=personas.reviewer, slot=slot)
    return actions.complete_review(
        actor=personas.reviewer, review=review, answers=make.best_answers(review.version), comment=""
    )


def test_a_review_of_a_drill_counts_in_no_figure(personas: Personas) -> None:
    review = completed(drill(personas.agent, at=clock.now() - 2 * DAY), personas)
    now = clock.now()
    mine = my_results(personas.agent, now)
    assert [result.review_id for result in mine.results] == [review.pk]
    assert (mine.mean_score, len(mine.counted), mine.review_coverage.seen) == (None, 0, 0)
    shown = board(personas.supervisor, now, reporting_zone())
    assert (shown.need_per_week, shown.people) == (0, ())
    assert [row.taken for row in shown.reviewers] == [0]


def test_lists_mark_the_reviews_of_a_drill(personas: Personas, sign_in: SignIn) -> None:
    programme = drill(personas.agent, at=clock.now() - 2 * DAY)
    review = completed(programme, personas)
    agent = sign_in(personas.agent)
    assert "This is a drill." in agent.get(reverse("quality:result", args=[review.pk])).content.decode()
    assert "Drill" in agent.get(reverse("quality:mine")).content.decode()
    assert "Drill: " in agent.get(reverse("desk:home")).content.decode()
    assert "Drill: Storm" in sign_in(personas.supervisor).get(reverse("quality:board")).content.decode()


def test_the_form_and_the_queue_of_a_reviewer_mark_a_drill(personas: Personas, sign_in: SignIn) -> None:
    programme = drill(personas.agent, at=clock.now() - 2 * DAY, cadence=7)
    make.contact(personas.agent.person, clock.now() - DAY)
    actions.reconcile_slots()
    slot = Slot.objects.queued_for(personas.reviewer.person_id).get()
    assert slot.programme == programme
    reviewer = sign_in(personas.reviewer)
    assert "Drill: Storm" in reviewer.get(reverse("quality:queue")).content.decode()
    for name in ("quality:review", "quality:replace"):
        assert "This is a drill." in reviewer.get(reverse(name, args=[slot.pk])).content.decode()


def test_drill_reviews_do_not_notify_people_outside_the_drill(personas: Personas) -> None:
    completed(drill(personas.agent, at=clock.now() - 2 * DAY), personas)
    assert not Notification.objects.filter(person=personas.agent.person).exists()


def test_correction_in_a_drill_is_marked_and_notifies_participants_only(personas: Personas) -> None:
    crisis, [member] = crises.team(personas, is_drill=True)
    programme = Programme.objects.get(journal=crisis.journal)
    for user, said in (
        (member, ["Drill: A review of one of your contacts was corrected. See what changed."]),
        (personas.agent, []),
    ):
        review = make.flagged(personas.reviewer, make.given_slot(programme, user.person, personas.reviewer))
        answers = make.best_answers(review.version)
        actions.correct_review(actor=personas.reviewer, review=review, answers=answers, comment="", reason="Wrong key.")
        told = Notification.objects.filter(person=user.person, text__contains="corrected")
        assert list(told.values_list("text", flat=True)) == said


def test_a_red_flag_of_a_drill_says_so_on_the_home_of_its_lead(personas: Personas, sign_in: SignIn) -> None:
    crisis, [member] = crises.team(personas, is_drill=True)
    for journal, begin in ((crisis.journal, "Drill: "), (crises.active(personas, title="Flood").journal, "")):
        programme = Programme.objects.get(journal=journal)
        review = make.flagged(personas.reviewer, make.given_slot(programme, member.person, personas.reviewer))
        home = sign_in(personas.supervisor).get(reverse("desk:home")).content.decode()
        shown = re.findall(rf"(?:\w+: )?Red flag: {member.person}", home)
        assert set(shown) == {f"{begin}Red flag: {member.person}"}
        actions.see_red_flag(actor=personas.supervisor, review=review)


@pytest.mark.parametrize("drill_first", [True, False])
def test_a_drill_gets_only_the_capacity_that_real_reviews_leave(drill_first: bool, personas: Personas) -> None:
    actions.set_capacity(actor=personas.supervisor, person_id=personas.reviewer.person_id, reviews_per_week=1)
    with travel(MONDAY):
        practice = drill(personas.agent, cadence=7)
        make.contact(personas.agent.person, MONDAY + timedelta(hours=1))
    if drill_first:
        with travel(MONDAY + DAY):
            actions.reconcile_slots()
            assert Slot.objects.queued_for(personas.reviewer.person_id).get().programme == practice
    with travel(MONDAY + DAY):
        real = make.programme(personas.other_agent.person, cadence=7, at=MONDAY)
        make.contact(personas.other_agent.person, MONDAY + timedelta(hours=2))
    with travel(MONDAY + 2 * DAY):
        actions.reconcile_slots()
        held = list(Slot.objects.queued_for(personas.reviewer.person_id).values_list("programme", flat=True))
        assert held.count(real.pk) == 1
        assert held.count(practice.pk) == drill_first
        zone = reporting_zone()
        assert loads(clock.now(), zone)[personas.reviewer.person_id].taken == 1
