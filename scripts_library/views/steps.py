"""Pages for writing the steps of a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import LONGEST_ID
from core.pages import Link, form_page, go, page
from core.refusals import Refused
from journal.actions import require_open
from people.drafts import settle_draft, with_draft
from people.http import UserRequest
from scripts_library import actions, permissions, queries
from scripts_library.forms import StepForm
from scripts_library.lifecycle import LIFECYCLE, Step
from scripts_library.models import ScriptVersion


@require_safe
def steps(request: UserRequest, version_id: int) -> HttpResponse:
    """The steps of a draft, and what the check before approval finds."""
    version = _written(request, version_id)
    shown = queries.steps_of(version)
    context = {
        "version": version,
        "is_drill": version.script.journal.is_drill,
        "steps": shown,
        "findings": queries.findings_in(shown),
        "may_edit": LIFECYCLE.allows(Step.EDIT, version.state),
    }
    return page(request, "scripts_library/steps.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_step(request: UserRequest, version_id: int) -> HttpResponseBase:
    """A new step at the end."""
    version = _written(request, version_id)
    titles = {each.key: each.title for each in queries.steps_of(version)}
    # Most scripts with steps begin with what was the whole text before.
    first = {"revision": version.revision, "say": "" if titles else version.what_to_say}
    form = StepForm(request.POST or None, titles=titles, initial=first)
    return _step_page(request, version, form, key="")


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: UserRequest, version_id: int, key: str) -> HttpResponseBase:
    """A step and its choices."""
    version = _written(request, version_id)
    found = {each.key: each for each in queries.steps_of(version)}
    if key not in found:
        raise Http404
    shown = found[key]
    choices = [(choice.customer_says, choice.next_key) for choice in shown.choices.all()]
    first = {"title": shown.title, "kind": shown.kind, "say": shown.say, "revision": version.revision}
    titles = {each.key: each.title for each in found.values()}
    form = StepForm(request.POST or None, titles=titles, choices=choices, initial=first)
    return _step_page(request, version, form, key=key)


def _step_page(request: UserRequest, version: ScriptVersion, form: StepForm, *, key: str) -> HttpResponseBase:
    """The page of a step's form; a step without a key is added."""
    list_url = reverse("scripts_library:steps", args=[version.pk])
    draft_key = f"scripts_library.step:{version.pk}:{key}"
    draft = with_draft(request, form, draft_key)
    if request.method == "POST" and form.is_valid():
        try:
            if key:
                actions.edit_step(actor=request.user, version=version, key=key, **form.step())
            else:
                actions.add_step(actor=request.user, version=version, **form.step())
        except Refused as refusal:  # shown above the form, so that the typed text is kept
            form.add_error(None, str(refusal))
        else:
            settle_draft(actor=request.user, key=draft_key)
            messages.success(request, _("Step saved."))
            return go(request, list_url)
    names = {"title": version.script.title, "number": version.number}
    return form_page(
        request,
        form,
        heading=_("Edit step") if key else _("Add step"),
        button=_("Save step"),
        back=list_url,
        above=Link(_("Steps of %(title)s, version %(number)d") % names, list_url),
        context={"is_drill": version.script.journal.is_drill, "draft": draft},
    )


@require_POST
def move_step(request: UserRequest, version_id: int, key: str) -> HttpResponseBase:
    """Move a step up or down."""
    version, is_up = _written(request, version_id), request.POST.get("to") == "up"
    actions.move_step(actor=request.user, version=version, revision=_revision(request), key=key, up=is_up)
    return go(request, reverse("scripts_library:steps", args=[version.pk]))


@require_POST
def delete_step(request: UserRequest, version_id: int, key: str) -> HttpResponseBase:
    version = _written(request, version_id)
    actions.delete_step(actor=request.user, version=version, revision=_revision(request), key=key)
    messages.success(request, _("Step deleted."))
    return go(request, reverse("scripts_library:steps", args=[version.pk]))


def _written(request: UserRequest, version_id: int) -> ScriptVersion:
    versions = ScriptVersion.objects.kept_for(request.user).select_related("script__journal")
    version = get_object_or_404(versions, pk=version_id)
    if not permissions.can_write(request.user):
        raise PermissionDenied
    require_open(version.script.journal)
    return version


def _revision(request: UserRequest) -> int:
    """The revision that the user saw; one that isn't a number fits none."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) <= LONGEST_ID else 0
