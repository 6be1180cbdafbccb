"""The board: programmes, capacity and coverage; and the figures for the crisis room and the protocol."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.clock import travel
from people.models import Membership, Role, RoleGrant, Team, User
from people.queries.organisation import reporting_zone
from quality import actions
from quality.models import Slot
from quality.queries import baseline_cadence, programme_summary
from quality.queries.board import board
from tests.factories import quality as make
from tests.factories.people import Personas, PersonFactory
from tests.feedback.ageing import purged

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
DAY = timedelta(days=1)
SignIn = Callable[[User], Client]


def test_an_empty_board_teaches(personas: Personas, sign_in: SignIn) -> None:
    page = sign_in(personas.supervisor).get(reverse("quality:board")).content.decode()
    assert "Start the baseline" in page
    assert "My team" not in page


def test_board_says_on_day_one_how_much_capacity_is_missing(personas: Personas, sign_in: SignIn) -> None:
    actions.set_capacity(actor=personas.supervisor, person_id=personas.reviewer.person_id, reviews_per_week=3)
    make.programme(personas.agent.person, personas.other_agent.person, cadence=4)
    shown = board(personas.supervisor, clock.now(), reporting_zone())
    assert (shown.need_per_week, shown.room_per_week, shown.missing_per_week) == (8, 3, 5)
    assert "Capacity is 5 reviews a week short" in sign_in(personas.supervisor).get(reverse("quality:board")).content.decode()


def test_counts_are_those_of_the_slots(personas: Personas) -> None:
    programme = make.programme(personas.agent.person, cadence=7, at=MONDAY)
    for day in range(1, 4):
        make.contact(personas.agent.person, MONDAY + day * DAY)
    with travel(MONDAY + 5 * DAY):
        actions.reconcile_slots()
        slot = Slot.objects.queued_for(personas.reviewer.person_id)[0]
        review = actions.start_review(actor=personas.reviewer, slot=slot)
        actions.complete_review(actor=personas.reviewer, review=review, answers=make.best_answers(review.version), comment="")
        row = board(personas.supervisor, clock.now(), reporting_zone()).programmes[0]
        counts = row.slots
    # Slots opened on 5 to 9 May; those of 5, 6 and 7 May are due by then, and one of them is done.
    assert (counts.planned, counts.done, counts.open, counts.overdue, counts.waiting) == (5, 1, 4, 2, 2)
    assert (row.title, row.members) == ("Storm", 1)
    with travel(MONDAY + 6 * DAY):
        actions.end_programme(actor=None, programme=programme)
    summary = programme_summary(programme.journal_id)
    assert summary is not None
    assert (summary.slots.planned, summary.slots.done, summary.slots.cancelled, summary.slots.overdue) == (6, 1, 5, 0)


def test_board_shows_people_to_their_team_leader(personas: Personas) -> None:
    make.completed(personas.agent.person, personas.reviewer)
    zone = reporting_zone()
    own = board(personas.supervisor, clock.now(), zone).people
    assert [(row.name, row.done, row.mean_score, row.unread) for row in own] == [("Ana Agent", 1, Decimal(100), 1)]
    assert own[0].review_coverage.seen == 4
    others = board(personas.other_supervisor, clock.now(), zone).people
    assert [row.name for row in others] == ["Otto Otheragent"]


def test_the_summary_adds_up_what_was_done_for_one_journal(personas: Personas) -> None:
    agent = personas.agent.person
    programme = make.programme(agent, cadence=7, at=MONDAY)
    make.contacts(agent, until=MONDAY + 6 * DAY, days=6)
    with travel(MONDAY + 6 * DAY):
        actions.reconcile_slots()
        for number, slot in enumerate(Slot.objects.queued_for(personas.reviewer.person_id)[:2]):
            review = actions.start_review(actor=personas.reviewer, slot=slot)
            answers = make.best_answers(review.version)
            if number == 0:
                answers |= {pk: 0 for pk in answers if review.version.sections.filter(questions=pk, aspect="red_flags")}
            actions.complete_review(actor=personas.reviewer, review=review, answers=answers, comment="")
        summary = programme_summary(programme.journal_id)
    assert summary is not None
    assert [summary.mean_score, summary.lowest_score, summary.highest_score] == [50, 0, 100]
    assert (summary.red_flags, summary.acknowledged, summary.members, summary.cadence) == (1, 0, 1, 7)
    assert {part.aspect: [part.mean_percent, part.reviews] for part in summary.sections} == {
        "empathy": [100, 2],
        "adherence": [100, 2],
        "resolution": [100, 2],
        "red_flags": [50, 2],
    }
    assert summary.review_coverage is not None
    assert 4 <= summary.review_coverage.seen <= summary.review_coverage.total


def test_coverage_is_unknown_once_contacts_are_deleted(personas: Personas) -> None:
    agent = personas.agent.person
    programme = make.programme(agent, cadence=7, at=MONDAY)
    make.contacts(agent, until=MONDAY + 6 * DAY, days=6)
    with travel(MONDAY + 6 * DAY):
        assert programme_summary(programme.journal_id).review_coverage is not None  # type: ignore[union-attr]
    with travel(MONDAY + 450 * DAY):
        assert purged() is not None
        assert programme_summary(programme.journal_id).review_coverage is None  # type: ignore[union-attr]


def test_the_summary_of_a_reopened_case_covers_all_its_programmes(personas: Personas) -> None:
    first = make.programme(personas.agent.person, cadence=7, at=MONDAY)
    with travel(MONDAY + 2 * DAY):
        actions.end_programme(actor=None, programme=first)
    actions.open_programme(
        actor=None, journal=first.journal, cadence=3, person_ids=[personas.other_agent.person_id], at=MONDAY + 3 * DAY
    )
    with travel(MONDAY + 5 * DAY):
        actions.reconcile_slots()
        summary = programme_summary(first.journal_id)
    assert summary is not None
    assert (summary.starts_at, summary.ends_at, summary.cadence) == (MONDAY, None, 3)
    assert (summary.slots.planned, summary.slots.cancelled) == (3, 2)
    assert (summary.mean_score, summary.sections) == (None, ())


def test_a_journal_without_reviews_has_no_summary(personas: Personas) -> None:
    baseline = make.baseline(at=MONDAY, cadence=2)
    assert programme_summary(baseline.journal_id) is None
    assert baseline_cadence() == 2


def test_baseline_cadence_is_one_by_default(db: None) -> None:
    assert baseline_cadence() == 1


def test_board_queries_do_not_grow_with_rows(personas: Personas, sign_in: SignIn) -> None:
    make.completed(personas.agent.person, personas.reviewer)
    client, address = sign_in(personas.supervisor), reverse("quality:board")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    north = Team.objects.get(name="North")
    for person in PersonFactory.create_batch(5):
        RoleGrant.objects.create(person=person, role=Role.AGENT)
        Membership.objects.create(person=person, team=north, starts_on="2020-01-01")
        make.contacts(person, until=clock.now(), days=3)
        make.programme(person)
    actions.reconcile_slots()
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).content.decode().count("Person ") >= 5
    assert len(many) == len(few)


def test_ended_baseline_starts_again_with_its_cadence(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    make.baseline(at=clock.now(), cadence=2)
    client, board = sign_in(personas.supervisor), reverse("quality:board")
    assert "This ends the weekly reviews of 2 people now." in client.get(board).content.decode()
    assert client.post(reverse("quality:end-baseline")).status_code == 302
    assert client.post(reverse("quality:end-baseline")).status_code == 404
    page = client.get(board).content.decode()
    assert "Start the baseline" in page
    assert "End the baseline" not in page
    client.post(reverse("quality:baseline"))
    assert "The baseline is running: 2 reviews a week" in client.get(board).content.decode()
    assert baseline_cadence() == 2
