"""Goals are written with hints, and show their progress in the room, on their page and in the protocol."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.goal_progress import GoalFigure, GoalStanding
from crisis.models import Crisis, Goal, GoalEntry, HelpRequest
from crisis.queries.goals import goal_progress
from crisis.verbs import Verb
from feedback.models import DailyScore
from journal.queries import lines
from people.identity import User
from people.queries.organisation import today
from protocol.assembly import document_of
from quality.models import Programme
from tests.constraints import refused_by
from tests.factories import crisis as crises
from tests.factories import quality, scores
from tests.factories.people import Personas

SignIn = Callable[[User], Client]

BEGIN = datetime(2026, 11, 2, 9, tzinfo=UTC)


def goal_of(crisis: Crisis, personas: Personas, **values: Any) -> Goal:
    given: dict[str, Any] = {
        "measure": "CSAT of calls",
        "due_on": clock.now().date() + timedelta(days=20),
        "start_value": Decimal(70),
        "target_value": Decimal(85),
        **values,
    }
    return actions.set_goal(actor=personas.supervisor, crisis=crisis, **given)


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    with clock.travel(BEGIN):
        found, _team = crises.team(personas, 2)
    return found


def standing(goal: Goal, crisis: Crisis, days: int) -> tuple[str, GoalStanding]:
    found = goal_progress(goal, crisis, BEGIN + timedelta(days=days))
    return found.now_text, found.standing


def test_goal_is_written_with_hints_that_stop_nobody(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    said = {"measure": "Be better", "target_value": "85", "due_on": "2099-01-31", "figure": "csat"}
    hints = client.post(reverse("crisis:goal_hints", args=[crisis.pk]), said, headers={"HX-Request": "true"}).content.decode()
    assert "Say what exactly should change" in hints
    assert "Enter where you are today" in hints
    add = reverse("crisis:add_goal", args=[crisis.pk])
    assert client.get(add).status_code == 200
    refused = client.post(add, {**said, "target_value": ""})
    assert refused.status_code == 422
    assert "Enter the target as a number" in refused.content.decode()
    assert client.post(add, said).status_code == 302
    goal = crisis.goals.get()
    assert (goal.target, goal.figure, goal.set_on) == ("at least 85 %", "csat", today())
    assert "at least 85 %" in client.get(reverse("crisis:setup", args=[crisis.pk])).content.decode()


def test_csat_is_read_with_its_interval_and_needs_enough_responses(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    with clock.travel(BEGIN):
        goal = goal_of(crisis, personas, figure="csat")
    assert standing(goal, crisis, 5) == ("–", GoalStanding.EARLY)
    DailyScore.objects.create(day_on=date(2026, 11, 3), channel="phone", instrument="csat", n1=10, n5=19)
    assert standing(goal, crisis, 5) == ("–", GoalStanding.EARLY)
    DailyScore.objects.create(day_on=date(2026, 11, 4), channel="phone", instrument="csat", n1=290, n5=581)
    # 600 of 900; 73.75 is expected on day 5.
    assert standing(goal, crisis, 5) == ("66.7 %", GoalStanding.BEHIND)
    DailyScore.objects.create(day_on=date(2026, 11, 5), channel="phone", instrument="csat", n5=900)
    assert standing(goal, crisis, 5) == ("83.3 %", GoalStanding.ON_TRACK)
    with clock.travel(BEGIN + timedelta(days=5)):
        page = sign_in(personas.supervisor).get(reverse("crisis:goal", args=[crisis.pk, goal.pk])).content.decode()
        room = sign_in(personas.supervisor).get(reverse("crisis:detail", args=[crisis.pk])).content.decode()
    assert "1800 responses" in page
    assert "On track" in page
    assert "83.3 %" in room


@pytest.mark.parametrize("size", [4, 5])
def test_figures_of_few_people_are_not_shown(size: int, personas: Personas) -> None:
    with clock.travel(BEGIN):
        crisis, members = crises.team(personas, size)
        goals = [goal_of(crisis, personas, figure=figure, measure=figure) for figure in ("team_csat", "help")]
    for member in members:
        HelpRequest.objects.create(
            crisis=crisis,
            person=member.person,
            state="closed",
            asked_at=BEGIN,
            answered_at=BEGIN + timedelta(minutes=4),
            answered_by=personas.trainer.person,
            ended_at=BEGIN + timedelta(minutes=9),
        )
        for _number in range(8):
            scores.response(member.person, BEGIN, 5)
    team_csat, help_wait = (goal_progress(goal, crisis, BEGIN + timedelta(days=5)) for goal in goals)
    assert team_csat.now_text == ("–" if size < 5 else "100 %")
    assert help_wait.now_text == ("–" if size < 5 else "4 minutes")


def test_csat_of_a_team_needs_enough_people_with_responses(personas: Personas) -> None:
    """Otherwise the figure of a large team would be that of the one person whom customers rated."""
    with clock.travel(BEGIN):
        crisis, members = crises.team(personas, 6)
        goal = goal_of(crisis, personas, figure="team_csat")
    for member in members[:4]:
        for _number in range(20):
            scores.response(member.person, BEGIN, 5)
    assert standing(goal, crisis, 5) == ("–", GoalStanding.EARLY)
    assert standing(goal, crisis, 30) == ("–", GoalStanding.TOO_FEW)
    scores.response(members[4].person, BEGIN, 1)
    assert standing(goal, crisis, 5)[0] == "98.8 %"


@pytest.mark.parametrize("figure", ["team_csat", "quality"])
def test_figures_of_the_work_of_people_are_for_lead_and_deputy(figure: str, personas: Personas, sign_in: SignIn) -> None:
    """Everyone else sees where the goal stands: exact values before and after someone leaves would tell of that person."""
    with clock.travel(BEGIN):
        crisis, members = crises.team(personas, 5)
        goal = goal_of(crisis, personas, figure=figure)
        for number, member in enumerate(members):
            if figure == "quality":
                quality.reviewed(Programme.objects.get(), member.person, personas.reviewer, is_flagged=not number)
            else:
                for value in (4, 5, 5, 5, 5, 5, 5, 1 + number):
                    scores.response(member.person, BEGIN, value)
    urls = reverse("crisis:detail", args=[crisis.pk]), reverse("crisis:goal", args=[crisis.pk, goal.pk])
    with clock.travel(BEGIN + timedelta(days=5)):
        progress = goal_progress(goal, crisis, clock.now())
        for url in urls:
            led, *others = (
                sign_in(user).get(url).content.decode()
                for user in (personas.supervisor, crises.deputy(), personas.other_supervisor, members[0])
            )
            assert progress.now_text in led
            assert [progress.now_text in page for page in others] == [True, False, False]
            assert all(progress.label in page for page in others)


def test_time_to_an_answer_looks_the_same_whether_nobody_or_few_asked(personas: Personas) -> None:
    with clock.travel(BEGIN):
        crisis, (member,) = crises.team(personas)
        goal = goal_of(crisis, personas, figure="help")
    before = standing(goal, crisis, 5)
    HelpRequest.objects.create(
        crisis=crisis,
        person=member.person,
        state="closed",
        asked_at=BEGIN,
        answered_at=BEGIN + timedelta(minutes=4),
        answered_by=personas.trainer.person,
        ended_at=BEGIN + timedelta(minutes=9),
    )
    assert standing(goal, crisis, 5) == before == ("–", GoalStanding.EARLY)


def test_thin_figures_are_not_kept_when_the_crisis_is_resolved(crisis: Crisis, personas: Personas) -> None:
    with clock.travel(BEGIN):
        goal = goal_of(crisis, personas, figure="csat")
    DailyScore.objects.create(day_on=date(2026, 11, 3), channel="phone", instrument="csat", n5=4)
    with clock.travel(BEGIN + timedelta(days=5)):
        actions.resolve(actor=personas.supervisor, crisis=crisis)
    goal.refresh_from_db()
    assert (goal.final_value, goal.final_standing) == (None, "early")


def test_entries_for_days_after_the_due_date_do_not_count(crisis: Crisis, personas: Personas) -> None:
    with clock.travel(BEGIN):
        goal = goal_of(crisis, personas, unit="orders")
    for days, value in ((10, 80), (25, 99)):
        with clock.travel(BEGIN + timedelta(days=days)):
            actions.record_progress(
                actor=personas.supervisor, goal=goal, measured_on=clock.now().date(), measured_value=Decimal(value)
            )
    assert standing(goal, crisis, 26) == ("80 orders", GoalStanding.MISSED)


def test_progress_of_a_goal_without_a_number_is_not_offered(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    goal = actions.set_goal(actor=personas.supervisor, crisis=crisis, measure="Calls", target="under 100", due_on=today())
    page = sign_in(personas.supervisor).get(reverse("crisis:goal", args=[crisis.pk, goal.pk])).content.decode()
    assert "Enter progress" not in page
    with pytest.raises(actions.NoTargetValue):
        actions.record_progress(actor=personas.supervisor, goal=goal, measured_on=today(), measured_value=Decimal(1))


def test_team_and_reviews_are_read_from_the_records(crisis: Crisis, personas: Personas) -> None:
    with clock.travel(BEGIN):
        team = goal_of(crisis, personas, figure=GoalFigure.TEAM, start_value=Decimal(0), target_value=Decimal(2))
        reviews = goal_of(crisis, personas, figure=GoalFigure.REVIEWS)
        quality = goal_of(crisis, personas, figure=GoalFigure.QUALITY)
    assert standing(team, crisis, 5) == ("2 people", GoalStanding.REACHED)
    assert standing(reviews, crisis, 5)[1] in {GoalStanding.UNKNOWN, GoalStanding.BEHIND}
    assert standing(quality, crisis, 5) == ("–", GoalStanding.UNKNOWN)


def test_progress_of_another_figure_is_entered_and_journalled(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    with clock.travel(BEGIN):
        goal = goal_of(crisis, personas, start_value=Decimal(0), target_value=Decimal(9000), unit="orders")
    client = sign_in(personas.supervisor)
    url = reverse("crisis:record_progress", args=[crisis.pk, goal.pk])
    with clock.travel(BEGIN + timedelta(days=10)):
        assert (
            client.post(url, {"measured_value": "5000", "measured_on": "2026-11-12", "note": "First trucks"}).status_code == 302
        )
        # The same day again replaces it.
        client.post(url, {"measured_value": "5100", "measured_on": "2026-11-12"})
        future = client.post(url, {"measured_value": "1", "measured_on": "2026-12-24"})
        page = client.get(reverse("crisis:goal", args=[crisis.pk, goal.pk])).content.decode()
    assert future.status_code == 422
    assert "This date is in the future" in future.content.decode()
    assert standing(goal, crisis, 10) == ("5,100 orders", GoalStanding.ON_TRACK)
    assert "5,100 orders" in page
    assert [line.texts["value"] for line in lines(crisis.journal_id, verbs=[Verb.GOAL_PROGRESS])] == [
        "5,000 orders",
        "5,100 orders",
    ]
    with pytest.raises(PermissionDenied):
        actions.record_progress(actor=personas.other_supervisor, goal=goal, measured_on=BEGIN.date(), measured_value=Decimal(1))
    with refused_by("goal_entry_once_a_day"):
        GoalEntry.objects.create(goal=goal, measured_on=date(2026, 11, 12), measured_value=1)


def test_figure_of_the_records_is_not_entered(crisis: Crisis, personas: Personas) -> None:
    goal = goal_of(crisis, personas, figure="csat")
    with pytest.raises(actions.ReadFromRecords):
        actions.record_progress(actor=personas.supervisor, goal=goal, measured_on=BEGIN.date(), measured_value=Decimal(1))


def test_protocol_has_start_and_end_of_each_goal(crisis: Crisis, personas: Personas) -> None:
    with clock.travel(BEGIN):
        goal = goal_of(crisis, personas, unit="orders")
        old = actions.set_goal(
            actor=personas.supervisor, crisis=crisis, measure="Calls", target="under 100", due_on=BEGIN.date()
        )
        actions.record_progress(actor=personas.supervisor, goal=goal, measured_on=BEGIN.date(), measured_value=Decimal("80.5"))
    with clock.travel(BEGIN + timedelta(days=30)):
        protocol = crises.protocol_of(crisis, personas)
        (table,) = next(
            section for part in document_of(protocol).parts for section in part.sections if section.key == "goals"
        ).blocks
    goal.refresh_from_db()
    old.refresh_from_db()
    assert (goal.final_value, goal.final_standing) == (Decimal("80.5"), "missed")
    assert old.final_standing == "unknown"
    rows = {row[0]: row[1:4] for row in table.rows}  # type: ignore[union-attr] # it is a table
    assert rows == {"CSAT of calls": ("70 orders", "80.5 orders", "at least 85 orders"), "Calls": ("–", "–", "under 100")}
    actions.reopen(actor=personas.supervisor, crisis=crisis)
    goal.refresh_from_db()
    assert (goal.final_value, goal.final_standing) == (None, "")


def test_undone_removal_brings_back_the_five_answers(crisis: Crisis, personas: Personas) -> None:
    answers = {"figure": "csat", "achievable": "More people", "relevant": "Families", "direction": "at_most"}
    goal = goal_of(crisis, personas, **answers)
    removed = actions.drop_goal(actor=personas.supervisor, goal=goal)
    actions.undo_removal(actor=personas.supervisor, crisis=crisis, sequence=removed)
    back = crisis.goals.get()
    assert {name: getattr(back, name) for name in answers} == answers
    assert (back.start_value, back.target_value, back.set_on) == (Decimal(70), Decimal(85), goal.set_on)


def test_constraints_of_goals(crisis: Crisis, personas: Personas) -> None:
    goal = Goal.objects.filter(pk=goal_of(crisis, personas).pk)
    goal.update(figure="csat")
    for wrong in ({"target_value": None}, {"unit": "%"}, {"figure": "other"}):
        with refused_by("goal_figure_has_a_target"):
            goal.update(**wrong)
    goal.update(figure="own", target_value=None)
    with refused_by("goal_direction_known"):
        goal.update(direction="up")
    goal.update(final_standing="reached", final_value=1)
    for wrong in ({"final_standing": ""}, {"final_standing": "great"}):
        with refused_by("goal_final_standing_known"):
            goal.update(**wrong)
