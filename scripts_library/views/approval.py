"""Pages of approval: the six checks, publishing in an emergency, and the review afterwards."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.forms import StyledForm
from core.pages import go, invalid, page
from journal.actions import require_open
from people.http import UserRequest
from scripts_library import actions, permissions, queries
from scripts_library.forms import AfterwardsForm, ApprovalForm, EmergencyForm, EmergencyReasonForm
from scripts_library.lifecycle import LIFECYCLE, Step
from scripts_library.models import ScriptVersion
from scripts_library.views.version_pages import form_of, form_unavailable, kept_version
from scripts_library.views.versions import comment_parts


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: UserRequest, version_id: int) -> HttpResponseBase:
    """The six checks: approve the text, or send it back with a reason."""
    shown = kept_version(request, version_id)
    if not permissions.can_approve(request.user):
        raise PermissionDenied
    require_open(shown.script.journal)
    form = ApprovalForm(request.POST or None, initial={"revision": shown.revision})
    if request.method == "POST" and form.is_valid():
        _decide(request, shown, form)
        return go(request, reverse("scripts_library:version", args=[shown.pk]))
    return _review_page(request, shown, form, template="scripts_library/review.html")


def _decide(request: UserRequest, shown: ScriptVersion, form: ApprovalForm) -> None:
    revision, answers = form.cleaned_data["revision"], form.answers()
    if form.cleaned_data["decision"] == ApprovalForm.APPROVE:
        decided = actions.approve(actor=request.user, version=shown, checks=answers, revision=revision)
        is_done = decided.state == ScriptVersion.State.APPROVED
        first = _("Approved. A second person has to approve it too.")
        messages.success(request, _("Approved. It can be published now.") if is_done else first)
        return
    reason = form.cleaned_data["reason"]
    actions.send_back(actor=request.user, version=shown, reason=reason, checks=answers, revision=revision)
    messages.success(request, _("Sent back to the author."))


def _review_page(request: UserRequest, shown: ScriptVersion, form: StyledForm, *, template: str) -> HttpResponse:
    """The text with its changes and comments, next to a form with the six checks."""
    base, steps = queries.base_of(shown), queries.steps_of(shown)
    context = {
        "form": form,
        "version": shown,
        "is_drill": shown.script.journal.is_drill,
        "is_own": permissions.wrote(request.user, shown),
        "is_waiting": LIFECYCLE.allows(Step.APPROVE, shown.state),
        "has_approved": shown.first_approver_id == request.user.person_id,
        "may_review_afterwards": permissions.can_review_afterwards(request.user, shown),
        "texts": queries.labelled_texts(shown),
        "base": base,
        "changed": queries.changes_between(base, shown) if base else [],
        "remarked": queries.remarks_on(queries.texts_of(shown), queries.spoken_steps(steps)),
        "steps": steps,
        "findings": queries.findings_in(steps),
        "blocks": queries.contained_blocks(shown),
        **comment_parts(request, shown),
    }
    answer = invalid if form.is_bound else page
    return answer(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_in_emergency(request: UserRequest, version_id: int) -> HttpResponseBase:
    """Ask the approvers to publish a draft at once."""
    shown = kept_version(request, version_id)
    if not permissions.can_write(request.user):
        raise PermissionDenied
    require_open(shown.script.journal)
    form = EmergencyReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_in_emergency(actor=request.user, version=shown, reason=form.cleaned_data["reason"])
        messages.success(request, _("The approvers were told. The script is live as soon as one of them confirms it."))
        return go(request, reverse("scripts_library:version", args=[shown.pk]))
    heading = _("Publish in an emergency")
    if not LIFECYCLE.allows(Step.SUBMIT, shown.state):
        return form_unavailable(request, shown, form, heading, _("Only a draft can be submitted. This version is %(state)s."))
    others = len(queries.approvers_of(shown))
    effects = [
        ngettext(
            "This e-mails %(count)d approver now, also in quiet hours.",
            "This e-mails %(count)d approvers now, also in quiet hours.",
            others,
        )
        % {"count": others},
        _("One of them confirms the six checks, and the script is live at once."),
        _("Within two working days, a third person reviews it."),
    ]
    return form_of(request, shown, form, heading=heading, button=_("Ask for publication now"), effects=effects, tone="danger")


@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: UserRequest, version_id: int) -> HttpResponseBase:
    """The six checks of a version that is published at once."""
    shown = kept_version(request, version_id)
    if not permissions.can_approve(request.user):
        raise PermissionDenied
    require_open(shown.script.journal)
    form = EmergencyForm(request.POST or None, initial={"revision": shown.revision})
    if request.method == "POST" and form.is_valid():
        actions.publish_in_emergency(
            actor=request.user,
            version=shown,
            checks=form.answers(),
            ends_at=form.ends_at(),
            revision=form.cleaned_data["revision"],
        )
        messages.success(request, _("Published. Agents can see it now. A third person reviews it within two working days."))
        return go(request, reverse("scripts_library:script", args=[shown.script_id]))
    return _review_page(request, shown, form, template="scripts_library/emergency.html")


@require_http_methods(["GET", "HEAD", "POST"])
def afterwards(request: UserRequest, version_id: int) -> HttpResponseBase:
    """The review of a version that was published in an emergency."""
    shown = kept_version(request, version_id)
    if not permissions.can_approve(request.user):
        raise PermissionDenied
    form = AfterwardsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        problem = form.cleaned_data["problem"]
        actions.review_afterwards(actor=request.user, version=shown, checks=form.answers(), problem=problem)
        told = _("The owner and the people who published it were told. If it does harm, withdraw it now.")
        messages.success(request, told if problem else _("Confirmed. Thank you for the review."))
        return go(request, reverse("scripts_library:version", args=[shown.pk]))
    return _review_page(request, shown, form, template="scripts_library/afterwards.html")
