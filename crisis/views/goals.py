"""Goals: writing one with hints, its progress, and entries for figures that the product doesn't know."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.pages import go, invalid, page
from crisis import actions, permissions
from crisis.goal_forms import GoalForm, ProgressForm
from crisis.goal_hints import hints_for
from crisis.goal_progress import GoalFigure
from crisis.loading import crisis_to_run, visible_crisis
from crisis.models import Crisis, Goal
from crisis.queries.goals import goal_for, reading_of
from people.http import UserRequest
from people.queries.organisation import today


@require_http_methods(["GET", "HEAD", "POST"])
def add_goal(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Write a goal. Hints say what is missing or vague, and never stop anyone from saving."""
    crisis = crisis_to_run(request.user, crisis_id)
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_goal(actor=request.user, crisis=crisis, **form.cleaned_data)
        except actions.AlreadyPast as refusal:
            form.add_error("due_on", str(refusal))
        else:
            messages.success(request, _("Goal added."))
            return go(request, reverse("crisis:setup", args=[crisis.pk]))
    answer = invalid if form.is_bound else page
    return answer(request, "crisis/goal_new.html", {"crisis": crisis, "form": form, "hints": _hints(crisis, form)})


@require_POST
def goal_hints(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Hints about the goal being written. Changes nothing; a POST because texts don't fit into a URL."""
    crisis = crisis_to_run(request.user, crisis_id)
    return page(request, "crisis/_goal_hints.html", {"hints": _hints(crisis, GoalForm(request.POST))})


@require_safe
def goal(request: UserRequest, crisis_id: int, goal_id: int) -> HttpResponseBase:
    """A goal with its answers, and its progress with what it is made of."""
    crisis = visible_crisis(request.user, crisis_id)
    return page(request, "crisis/goal.html", _context(request, crisis, _goal(crisis, goal_id), ProgressForm.on(today())))


@require_POST
def record_progress(request: UserRequest, crisis_id: int, goal_id: int) -> HttpResponseBase:
    """Enter the progress of a figure that the product doesn't know."""
    crisis = crisis_to_run(request.user, crisis_id)
    found, form = _goal(crisis, goal_id), ProgressForm(request.POST)
    if form.is_valid():
        try:
            actions.record_progress(actor=request.user, goal=found, **form.cleaned_data)
        except actions.ProgressInFuture as refusal:
            form.add_error("measured_on", str(refusal))
        else:
            messages.success(request, _("Progress saved."))
            return go(request, reverse("crisis:goal", args=[crisis.pk, found.pk]))
    return invalid(request, "crisis/goal.html", _context(request, crisis, found, form))


@require_POST
def drop_goal(request: UserRequest, crisis_id: int, goal_id: int) -> HttpResponseBase:
    crisis = crisis_to_run(request.user, crisis_id)
    removed = actions.drop_goal(actor=request.user, goal=_goal(crisis, goal_id))
    # The set-up names the removal and offers to undo it.
    return go(request, reverse("crisis:setup", args=[crisis.pk]) + f"?removed={removed}")


def _goal(crisis: Crisis, goal_id: int) -> Goal:
    return get_object_or_404(crisis.goals, pk=goal_id)


def _hints(crisis: Crisis, form: GoalForm) -> list[str]:
    """Hints about what is written so far. None before anything is written."""
    if not form.is_bound:
        return []
    draft = form.so_far()
    reading = reading_of(GoalFigure(draft.figure), crisis, clock.now())
    return hints_for(draft._replace(now_value=reading.value if reading and not reading.is_thin else None), today())


def _context(request: UserRequest, crisis: Crisis, found: Goal, form: ProgressForm) -> dict[str, Any]:
    is_entered = found.figure == GoalFigure.OWN and found.target_value is not None
    may_enter = is_entered and crisis.invites and permissions.can_run(request.user, crisis)
    return {
        "crisis": crisis,
        "progress": goal_for(request.user, found, crisis, clock.now()),
        "entries": list(found.entries.all()),
        "form": form if may_enter else None,
        "may_see_steps": permissions.can_see_step_pages(request.user, crisis),
    }
