"""The page of a script for readers, step by step, and what agents tell about their use of it."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.pages import go, nothing_new, opaque, page, unchanged, wants_fragment
from people.http import UserRequest
from scripts_library import actions, permissions, queries
from scripts_library.models import Script, ScriptStep, ScriptUse, ScriptVersion
from scripts_library.tables import VersionsTable
from scripts_library.views.variants import variant_context

LONGEST_SEARCH = 100


@require_safe
def script(request: UserRequest, script_id: int) -> HttpResponseBase:
    """The version of a script that the reader may use, one step at a time, or the notice that it has ended."""
    found = get_object_or_404(Script.objects.visible_to(request.user).select_related("owner", "journal"), pk=script_id)
    stamp = opaque(queries.shown_stamp(request.user.person_id, found))
    if unchanged(request, stamp):
        return nothing_new()
    if wants_fragment(request) and request.htmx.target == "jumps":
        return _jumps(request, found)
    is_keeper = permissions.sees_every_version(request.user)
    if not is_keeper and (fitting := _fitting_variant(request, found)):
        return go(request, reverse("scripts_library:script", args=[fitting]))
    versions = VersionsTable(queries.versions_of(found) if is_keeper else [], request)
    if is_keeper and versions.is_download:
        return versions.download()
    return _script_page(request, found, {"stamp": stamp, "versions": versions, "step": request.GET.get("step", "")})


def _fitting_variant(request: UserRequest, found: Script) -> int | None:
    """Id of the variant to show a reader who opens the source, unless they chose the source in the tabs."""
    if found.variant_of_id is not None or "source" in request.GET or "step" in request.GET or wants_fragment(request):
        return None
    fitting = queries.variant_for(request.user, found)
    return fitting if fitting != found.pk else None


def _jumps(request: UserRequest, found: Script) -> HttpResponse:
    """The steps that match what the reader types."""
    shown = queries.shown_to(request.user.person_id, found)
    steps = queries.steps_of(shown.version) if shown.version and shown.is_live else []
    context = {"matches": _matches(steps, request.GET), "script": found, "may_use": permissions.can_use(request.user)}
    return page(request, "scripts_library/_jumps.html", context)


def _matches(steps: Sequence[ScriptStep], sent: Any) -> list[queries.StepMatch]:
    return queries.steps_matching(steps, sent.get("find", "")[:LONGEST_SEARCH])


def _script_page(request: UserRequest, found: Script, context: dict[str, Any]) -> HttpResponse:
    user = request.user
    shown = queries.shown_to(user.person_id, found)
    acknowledged = queries.acknowledged_by(shown.version, user.person_id) if shown.version else frozenset()
    is_keeper = permissions.sees_every_version(user)
    context |= {
        "script": found,
        "is_drill": found.journal.is_drill,
        "shown": queries.with_blocks(shown.version) if shown.version else None,
        "is_live": shown.is_live,
        "is_withdrawn": shown.version is not None and shown.version.state == ScriptVersion.State.WITHDRAWN,
        "use": shown.use,
        "waiting": shown.waiting,
        "has_read": "read" in acknowledged,
        "knows_withdrawal": "withdrawal" in acknowledged,
        "changes": queries.changes_of(found) if is_keeper else [],
        "may_use": permissions.can_use(user),
        "may_withdraw": shown.version is not None and permissions.can_withdraw(user, shown.version),
        "may_change": permissions.can_write(user) and not found.journal.is_closed,
        "is_keeper": is_keeper,
        **({} if wants_fragment(request) else variant_context(request, found)),
        **_news(shown, has_read="read" in acknowledged),
    }
    if shown.version and shown.is_live:
        context |= _steps(request, shown.version, context["step"], shown.use)
    return page(request, "scripts_library/script.html", context, fragment="scripts_library/_script.html")


def _news(shown: queries.ShownScript, *, has_read: bool) -> dict[str, Any]:
    """What changed since the version that the reader knew, unless they have read this one."""
    base = shown.replaced
    if shown.version and shown.is_live and base is None and not has_read and shown.waiting is None:
        base = queries.base_of(shown.version)
    if base is None or shown.version is None or not shown.is_live:
        return {}
    return {"base": base, "replaced": shown.replaced, "changed": queries.changes_between(base, shown.version)}


def _steps(request: UserRequest, version: ScriptVersion, key: str, use: ScriptUse | None) -> dict[str, Any]:
    """The chosen step of the version, or the first one. A script without steps has none."""
    steps = queries.steps_in_full(version)
    by_key = {step.key: step for step in steps}
    step = by_key.get(key) or next(iter(steps), None)
    if step is None:
        return {"steps": []}
    path = use.path if use else []
    # The step before the last visit of this one.
    before = path[: len(path) - path[::-1].index(step.key) - 1] if step.key in path else path
    return {
        "steps": steps,
        "step": step,
        "first": steps[0],
        "back": next((by_key[key] for key in reversed(before) if key in by_key and key != step.key), None),
        "matches": _matches(steps, request.GET),
        "words": request.GET.get("find", "")[:LONGEST_SEARCH],
    }


@require_POST
def take_step(request: UserRequest, version_id: int) -> HttpResponseBase:
    """Go to the chosen step, or to the first one that the typed words find. Begins a use of the script."""
    version = _used(request, version_id)
    matches = _matches(queries.steps_of(version), request.POST)
    at, to = request.POST.get("at", ""), request.POST.get("to", "") or next((match.key for match in matches), "")
    # If another version is shown by now, the page below says so, which tells more than a refusal.
    with suppress(actions.NotShown):
        actions.take_step(actor=request.user, version=version, at=at, to=to)
    url = reverse("scripts_library:script", args=[version.script_id])
    url = f"{url}?{urlencode({'step': to or at})}" if to or at else url
    if not wants_fragment(request):
        return HttpResponseRedirect(url)
    stamp = opaque(queries.shown_stamp(request.user.person_id, version.script))
    is_keeper = permissions.sees_every_version(request.user)
    versions = VersionsTable(queries.versions_of(version.script) if is_keeper else [], request)
    context = {"stamp": stamp, "versions": versions, "step": to or at, "is_taken": True}
    response = _script_page(request, version.script, context)
    if to:
        response["HX-Push-Url"] = url
    return response


@require_POST
def finish_use(request: UserRequest, version_id: int) -> HttpResponseBase:
    """End the use of the script, and record whether it worked."""
    version = _used(request, version_id)
    sent = request.POST.get("outcome", "")
    outcome = sent if sent in ScriptUse.Outcome.values else ""
    actions.finish_use(actor=request.user, version=version, outcome=outcome)
    messages.success(request, _("Thanks. That helps to improve the script.") if outcome else _("Finished."))
    return go(request, reverse("scripts_library:script", args=[version.script_id]))


def _used(request: UserRequest, version_id: int) -> ScriptVersion:
    versions = ScriptVersion.objects.visible_to(request.user).select_related("script__owner", "script__journal")
    return get_object_or_404(versions, pk=version_id)
