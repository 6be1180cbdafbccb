"""The page before each transition, which states its effect, and the transition itself."""

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
    """Texts of a step: its button, its effect, and the message afterwards."""

    act: Callable[..., Crisis]
    label: Promise
    consequence: Promise
    done: Promise
    level: str = "primary"


COURSES: Mapping[Step, Course] = {
    Step.ACTIVATE: Course(
        actions.activate,
        _("Activate crisis"),
        _("This starts the crisis and the extra quality reviews. Everyone on the team sees that it's active."),
        _("The crisis is active."),
    ),
    Step.RESOLVE: Course(
        actions.resolve,
        _("Resolve crisis"),
        _("This ends the crisis. It releases the team, ends open invitations and stops the extra quality reviews."),
        _("The crisis is resolved. Thank the team, and start the crisis review soon."),
    ),
    Step.REOPEN: Course(
        actions.reopen,
        _("Reopen crisis"),
        _("This makes the crisis active again and invites the people in the saved selection again."),
        _("The crisis is active again."),
        "warning",
    ),
    Step.BEGIN_REVIEW: Course(
        actions.begin_review,
        _("Start crisis review"),
        _("You complete the protocol and have it reviewed. Each follow-up action gets an owner and a due date."),
        _("The crisis review has started."),
    ),
    Step.BACK_TO_RESOLVED: Course(
        actions.back_to_resolved,
        _("Move back to resolved"),
        _("This stops the crisis review. You can then reopen the crisis or start the review again."),
        _("The crisis was moved back to resolved."),
        "secondary",
    ),
    Step.CLOSE: Course(
        actions.close,
        _("Close crisis"),
        _("This closes the crisis permanently. Records of how people replied and why they left the team are deleted."),
        _("The crisis is closed."),
        "danger",
    ),
    Step.CANCEL: Course(
        actions.cancel,
        _("Cancel draft"),
        _("This cancels the draft. Open invitations end, and the team is released."),
        _("Draft cancelled."),
        "danger",
    ),
}


def next_steps(crisis: Crisis) -> list[tuple[str, Course]]:
    """The steps that are legal now, with their texts."""
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
    """Start the baseline programme, and return to the activation page."""
    crisis = crisis_to_run(request.user, crisis_id)
    if crisis.is_drill:
        raise PermissionDenied
    begun = ensure_baseline(actor=request.user, cadence=last_baseline_cadence())
    messages.success(request, baseline_runs(begun.cadence))
    return go(request, reverse("crisis:step", args=[crisis.pk, Step.ACTIVATE.value]))
