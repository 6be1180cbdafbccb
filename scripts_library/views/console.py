"""The agent's console: pinned scripts, stages of holding statements, and searches that found nothing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import Link, form_page, go, page
from journal.actions import require_open
from people.http import UserRequest, roles_only
from scripts_library import actions, permissions, queries
from scripts_library.forms import StageForm
from scripts_library.models import KEEPERS, READERS, Script
from scripts_library.tables import UnfoundTable

MOST_FOUND = 8


@require_safe
@roles_only(*READERS)
def found(request: UserRequest) -> HttpResponse:
    """The first matches of a search, for the field on an agent's home."""
    words = request.GET.get("q", "").replace("\x00", "").strip()
    rows = queries.search(request.user, words)[:MOST_FOUND] if words else []
    return page(request, "scripts_library/_found.html", {"rows": rows, "words": words})


@require_POST
def pin(request: UserRequest, script_id: int) -> HttpResponseBase:
    found = get_object_or_404(Script.objects.visible_to(request.user), pk=script_id)
    actions.pin_script(actor=request.user, script=found)
    messages.success(request, _("Pinned: “%(title)s”.") % {"title": found.title})
    return _back(request)


@require_POST
def unpin(request: UserRequest, script_id: int) -> HttpResponseBase:
    found = get_object_or_404(Script.objects.visible_to(request.user), pk=script_id)
    actions.unpin_script(actor=request.user, script=found)
    messages.success(request, _("No longer pinned: “%(title)s”.") % {"title": found.title})
    return _back(request)


def _back(request: UserRequest) -> HttpResponseBase:
    """The library with the query that it showed."""
    words = request.POST.get("q", "")
    return go(request, reverse("scripts_library:library") + (f"?{urlencode({'q': words})}" if words else ""))


@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: UserRequest, script_id: int) -> HttpResponseBase:
    """The stage of a crisis for which a script is a holding statement."""
    script = get_object_or_404(Script.objects.visible_to(request.user).select_related("journal"), pk=script_id)
    if not permissions.can_write(request.user):
        raise PermissionDenied
    require_open(script.journal)
    form = StageForm(request.POST or None, initial={"stage": script.stage})
    back = reverse("scripts_library:script", args=[script.pk])
    if request.method == "POST" and form.is_valid():
        actions.change_stage(actor=request.user, script=script, stage=form.cleaned_data["stage"])
        messages.success(request, _("Crisis stage saved."))
        return go(request, back)
    return form_page(
        request,
        form,
        heading=_("Crisis stage"),
        button=_("Save crisis stage"),
        back=back,
        above=Link(script.title, back),
        intro=[_("A holding statement says what is known so far, until a more exact script is ready.")],
        context={"is_drill": script.journal.is_drill},
    )


@require_safe
@roles_only(*KEEPERS)
def unfound(request: UserRequest) -> HttpResponseBase:
    """Searches that found nothing, for the people who can write or approve a script."""
    table = UnfoundTable(queries.unfound_searches(), request)
    if table.is_download:
        return table.download()
    return page(request, "scripts_library/unfound.html", {"table": table, "can_write": permissions.can_write(request.user)})


@require_POST
@roles_only(*READERS)
def report_unfound(request: UserRequest) -> HttpResponse:
    """Count a search that found nothing. The page sends it when the agent has stopped typing."""
    actions.count_unfound(actor=request.user, typed=request.POST.get("q", "").replace("\x00", ""))
    return HttpResponse(status=204)


@require_POST
@roles_only(*KEEPERS)
def unfound_done(request: UserRequest, search_id: int) -> HttpResponseBase:
    actions.finish_unfound(actor=request.user, search_id=search_id)
    messages.success(request, _("Done. It comes back if agents search for it again."))
    return go(request, reverse("scripts_library:unfound"))
