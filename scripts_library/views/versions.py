"""Pages of one version: approval, publishing, withdrawal and readers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.pages import Link, form_page, go, invalid, page
from core.tables import download_of
from journal.actions import require_open
from people.http import UserRequest
from scripts_library import actions, permissions, queries
from scripts_library.forms import ApprovalForm, PublishForm, WithdrawForm
from scripts_library.lifecycle import LIFECYCLE, Step
from scripts_library.models import Script, ScriptVersion
from scripts_library.tables import ReadersTable

State = ScriptVersion.State


def _kept(request: UserRequest, version_id: int) -> ScriptVersion:
    versions = ScriptVersion.objects.kept_for(request.user).select_related(
        "script__owner", "script__journal", "author", "approver"
    )
    return get_object_or_404(versions, pk=version_id)


@require_safe
def version(request: UserRequest, version_id: int) -> HttpResponse:
    """One version: its texts, its state, and the next steps."""
    shown, user = _kept(request, version_id), request.user
    siblings = queries.versions_of(shown.script)
    in_progress = next((row for row in siblings if row.state in {State.DRAFT, State.IN_REVIEW}), None)
    goes_on, steps = not shown.script.journal.is_closed, queries.steps_of(shown)
    is_to_review = goes_on and LIFECYCLE.allows(Step.APPROVE, shown.state)
    context = {
        "version": shown,
        "is_drill": shown.script.journal.is_drill,
        "texts": queries.labelled_texts(shown),
        "blocks": queries.contained_blocks(shown),
        "remarked": queries.remarks_on(queries.texts_of(shown), queries.spoken_steps(steps)),
        "steps": steps,
        "findings": queries.findings_in(steps),
        "checks": list(shown.checks.order_by("pk")),
        "summary": next(row for row in siblings if row.id == shown.pk),
        "in_progress": in_progress,
        "readers": len(queries.readers_of(shown.script)),
        "goes_on": goes_on,
        "may_edit": goes_on and LIFECYCLE.allows(Step.EDIT, shown.state) and permissions.can_write(user),
        "may_review": is_to_review and permissions.can_approve(user) and not permissions.wrote(user, shown),
        "waits_for_others": is_to_review and permissions.wrote(user, shown),
        "may_publish": goes_on and LIFECYCLE.allows(Step.PUBLISH, shown.state) and permissions.can_release(user),
        "may_withdraw": permissions.can_withdraw(user, shown),
        "may_revise": goes_on and in_progress is None and permissions.can_write(user),
        "may_see_readers": shown.state in ScriptVersion.RELEASED and permissions.can_see_readers(user),
    }
    return page(request, "scripts_library/version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: UserRequest, version_id: int) -> HttpResponseBase:
    """The six checks: approve the text, or send it back with a reason."""
    shown = _kept(request, version_id)
    if not permissions.can_approve(request.user):
        raise PermissionDenied
    require_open(shown.script.journal)
    form = ApprovalForm(request.POST or None, initial={"revision": shown.revision})
    if request.method == "POST" and form.is_valid():
        _decide(request, shown, form)
        return go(request, reverse("scripts_library:version", args=[shown.pk]))
    base, steps = queries.base_of(shown), queries.steps_of(shown)
    context = {
        "form": form,
        "version": shown,
        "is_drill": shown.script.journal.is_drill,
        "is_own": permissions.wrote(request.user, shown),
        "is_waiting": LIFECYCLE.allows(Step.APPROVE, shown.state),
        "texts": queries.labelled_texts(shown),
        "blocks": queries.contained_blocks(shown),
        "base": base,
        "changed": queries.changes_between(base, shown) if base else [],
        "remarked": queries.remarks_on(queries.texts_of(shown), queries.spoken_steps(steps)),
        "steps": steps,
        "findings": queries.findings_in(steps),
    }
    answer = invalid if form.is_bound else page
    return answer(request, "scripts_library/review.html", context)


def _decide(request: UserRequest, shown: ScriptVersion, form: ApprovalForm) -> None:
    revision, answers = form.cleaned_data["revision"], form.answers()
    if form.cleaned_data["decision"] == ApprovalForm.APPROVE:
        actions.approve(actor=request.user, version=shown, checks=answers, revision=revision)
        messages.success(request, _("Approved. It can be published now."))
        return
    reason = form.cleaned_data["reason"]
    actions.send_back(actor=request.user, version=shown, reason=reason, checks=answers, revision=revision)
    messages.success(request, _("Sent back to the author."))


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: UserRequest, version_id: int) -> HttpResponseBase:
    """Show the effects of publishing, and publish."""
    shown = _kept(request, version_id)
    require_open(shown.script.journal)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.publish(actor=request.user, version=shown, ends_at=form.ends_at())
        messages.success(request, _("Published. Agents can see it now."))
        return go(request, reverse("scripts_library:script", args=[shown.script_id]))
    heading = _("Publish script")
    if not LIFECYCLE.allows(Step.PUBLISH, shown.state):
        return _form_unavailable(
            request, shown, form, heading, _("Only an approved version can be published. This version is %(state)s.")
        )
    return _form_of(request, shown, form, heading=heading, button=_("Publish now"), effects=_effects_of_publishing(shown))


def _effects_of_publishing(shown: ScriptVersion) -> list[str]:
    readers, live = len(queries.readers_of(shown.script)), queries.shown_version(shown.script)
    appears = ngettext(
        "It appears right away, and %(count)d agent is asked to read it.",
        "It appears right away, and %(count)d agents are asked to read it.",
        readers,
    ) % {"count": readers}
    if live is None or not queries.is_live(live, clock.now()):
        return [appears]
    return [appears, _("It replaces version %(number)d.") % {"number": live.number}]


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: UserRequest, version_id: int) -> HttpResponseBase:
    """Show the effects of withdrawing, and withdraw."""
    shown = _kept(request, version_id)
    others = (each for each in queries.published_for(request.user) if each.script_id != shown.script_id)
    # Only people who take part in a drill can open its scripts.
    live = {each.script_id: each.title for each in others if shown.script.journal.is_drill or not each.is_drill}
    form = WithdrawForm(request.POST or None, live=live)
    if request.method == "POST" and form.is_valid():
        replacement = Script.objects.filter(pk=form.cleaned_data["replacement"]).first()
        actions.withdraw(actor=request.user, version=shown, reason=form.cleaned_data["reason"], replacement=replacement)
        messages.success(request, _("Withdrawn. It disappears from all screens within seconds."))
        return go(request, reverse("scripts_library:version", args=[shown.pk]))
    heading = _("Withdraw script")
    if not LIFECYCLE.allows(Step.WITHDRAW, shown.state):
        return _form_unavailable(
            request, shown, form, heading, _("Only a published version can be withdrawn. This version is %(state)s.")
        )
    effects = _effects_of_withdrawing(shown)
    return _form_of(request, shown, form, heading=heading, button=_("Withdraw now"), effects=effects, tone="danger")


def _effects_of_withdrawing(shown: ScriptVersion) -> list[str]:
    read = len(queries.reading_of(shown).read)
    effects = [
        _("The script disappears from all screens within seconds, and every agent is told."),
        _("You can't republish it; create a new version instead."),
    ]
    if not read:
        return effects
    confirm = ngettext(
        "%(count)d person who read it will be asked to confirm.",
        "%(count)d people who read it will be asked to confirm.",
        read,
    )
    return [*effects, confirm % {"count": read}]


def _form_unavailable(request: UserRequest, version: ScriptVersion, form: Form, heading: str, sentence: str) -> HttpResponse:
    """The page without its form, with the reason why the step isn't possible."""
    why = [sentence % {"state": version.get_state_display().lower()}]
    return _form_of(request, version, form, heading=heading, button="", intro=why, template="components/form_unavailable.html")


def _form_of(request: UserRequest, version: ScriptVersion, form: Form, **parts: Any) -> HttpResponse:
    """The page of a form about a version."""
    back = reverse("scripts_library:version", args=[version.pk])
    names = {"title": version.script.title, "number": version.number}
    above = Link(_("%(title)s, version %(number)d") % names, back)
    return form_page(request, form, back=back, above=above, context={"is_drill": version.script.journal.is_drill}, **parts)


@require_safe
def readers(request: UserRequest, version_id: int) -> HttpResponseBase:
    """Acknowledgements of this exact version, given and missing."""
    shown = _kept(request, version_id)
    if not permissions.can_see_readers(request.user):
        raise PermissionDenied
    reading = queries.reading_of(shown)
    read = ReadersTable(reading.read, request, caption=_("Confirmed reading"), prefix="read-")
    informed = ReadersTable(reading.knows_withdrawal, request, caption=_("Confirmed the withdrawal"), prefix="withdrawal-")
    context = {
        "version": shown,
        "reading": reading,
        "readers": read,
        "informed": informed,
        "is_drill": shown.script.journal.is_drill,
    }
    return download_of(read, informed) or page(request, "scripts_library/readers.html", context)
