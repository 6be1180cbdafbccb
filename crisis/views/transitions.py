"""From one state to the next: a page that says what will happen, and the button that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import go, page
from crisis import actions, lifecycle, permissions
from crisis.lifecycle import LIFECYCLE, Step
from crisis.loading import crisis_to_run
from crisis.models import Crisis
from crisis.queries.invitations import counts_of
from crisis.queries.obstacles import activation_gaps
from people.http import UserRequest
from quality.actions import ensure_baseline
from quality.queries import baseline_runs, last_baseline_cadence


@dataclass(frozen=True, slots=True)
class Course:
    """How a step is spoken of: its button, what will happen, and what is said once it has."""

    act: Callable[..., Crisis]
    label: Promise
    consequence: Promise
    done: Promise
    level: str = "primary"


COURSES: Mapping[Step, Course] = {
    Step.ACTIVATE: Course(
        actions.activate,
        _("Activate"),
        _("The crisis begins. The extra quality reviews start, and everyone in the team sees the room as active."),
        _("The crisis is active."),
    ),
    Step.RESOLVE: Course(
        actions.resolve,
        _("Resolve"),
        _("The crisis is over. The team is released, open invitations end, and the extra quality reviews stop."),
        _("The crisis is resolved. Thank the team, and look back soon."),
    ),
    Step.REOPEN: Course(
        actions.reopen,
        _("Reopen"),
        _("It came back. The crisis is active again, and the people of the stored selection are invited anew."),
        _("The crisis is active again."),
        "warning",
    ),
    Step.BEGIN_REVIEW: Course(
        actions.begin_review,
        _("Begin the review"),
        _("You look back: the protocol is completed and reviewed, and improvements get an owner and a date."),
        _("The review has begun."),
    ),
    Step.BACK_TO_RESOLVED: Course(
        actions.back_to_resolved,
        _("Back to resolved"),
        _("The review is interrupted. From resolved the crisis can be reopened, or the review begun again."),
        _("The crisis is back to resolved."),
        "secondary",
    ),
    Step.CLOSE: Course(
        actions.close,
        _("Close"),
        _("This closes the crisis permanently. How people answered and how they left the team is deleted."),
        _("The crisis is closed."),
        "danger",
    ),
    Step.CANCEL: Course(
        actions.cancel,
        _("Cancel the draft"),
        _("The draft is given up. Open invitations end, and whoever had joined is free again."),
        _("The draft is cancelled."),
        "danger",
    ),
}


def next_steps(crisis: Crisis) -> list[tuple[str, Course]]:
    """The steps that lead on, with how they are spoken of."""
    return [(step.value, COURSES[step]) for step in LIFECYCLE.steps_from(crisis.state)]


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: UserRequest, crisis_id: int, name: str) -> HttpResponseBase:
    crisis = crisis_to_run(request.user, crisis_id)
    if name not in set(Step):
        raise Http404
    wanted = Step(name)
    course = COURSES[wanted]
    if request.method == "POST":
        course.act(actor=request.user, crisis=crisis)
        messages.success(request, str(course.done))
        return go(request, reverse("crisis:detail", args=[crisis.pk]))
    LIFECYCLE.check(crisis, wanted)
    context = {"crisis": crisis, "course": course, "counts": counts_of(crisis)}
    context["obstacles"] = lifecycle.obstacles(wanted, crisis)
    context["gaps"] = activation_gaps(crisis) if wanted == Step.ACTIVATE else []
    context["may_see_invitations"] = permissions.can_see_invitations(request.user, crisis)
    return page(request, "crisis/step.html", context)


@require_POST
def start_baseline(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Start the baseline on the way to activating a crisis, and go back there."""
    crisis = crisis_to_run(request.user, crisis_id)
    if crisis.is_drill:
        raise PermissionDenied
    begun = ensure_baseline(actor=request.user, cadence=last_baseline_cadence())
    messages.success(request, baseline_runs(begun.cadence))
    return go(request, reverse("crisis:step", args=[crisis.pk, Step.ACTIVATE.value]))
