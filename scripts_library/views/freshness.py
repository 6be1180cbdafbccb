"""The freshness board, and archiving."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.pages import Link, form_page, go, page
from people.http import UserRequest, roles_only
from scripts_library import actions, queries
from scripts_library.forms import ArchiveForm
from scripts_library.models import KEEPERS, Script
from scripts_library.queries import freshness as boards
from scripts_library.tables import FreshnessTable

ROWS_PER_PAGE = 50


@require_safe
@roles_only(*KEEPERS)
def freshness(request: UserRequest) -> HttpResponseBase:
    """Live scripts with their review days and uses; unused and archived ones."""
    board = queries.freshness_board()
    tabs = _tabs(board, request.GET.get("show", ""))
    which = next(tab["name"] for tab in tabs if tab["is_here"])
    table = FreshnessTable(board.chosen(str(which)), request, per_page=ROWS_PER_PAGE)
    if table.is_download:
        return table.download()
    context = {
        "board": board,
        "tabs": tabs,
        "table": table,
        "goal": boards.GOAL_PERCENT,
        "unused_days": boards.UNUSED_DAYS,
        "shows_unused": which == boards.UNUSED,
    }
    return page(request, "scripts_library/freshness.html", context)


def _tabs(board: boards.FreshnessBoard, wanted: str) -> list[dict[str, object]]:
    titles = {
        boards.ALL: _("All"),
        boards.OVERDUE: _("Overdue"),
        boards.UNUSED: _("Unused"),
        boards.EMERGENCY: _("Emergency, to review"),
        boards.ARCHIVED: _("Archived"),
    }
    here = wanted if wanted in titles else boards.ALL
    return [
        {
            "name": name,
            "title": f"{title} ({len(board.chosen(name))})",
            "is_here": name == here,
            "url": f"{reverse('scripts_library:freshness')}?{urlencode({'show': name})}",
        }
        for name, title in titles.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*KEEPERS)
def archive(request: UserRequest, script_id: int) -> HttpResponseBase:
    """Show the effects of archiving, and archive."""
    script = get_object_or_404(Script.objects.visible_to(request.user).select_related("journal"), pk=script_id)
    shown = queries.shown_version(script)
    live = shown if queries.is_live(shown, clock.now()) else None
    form = ArchiveForm(request.POST if request.method == "POST" else None, has_live_version=live is not None)
    if request.method == "POST" and form.is_valid():
        ends = bool(form.cleaned_data.get("ends_live_version"))
        actions.archive_script(actor=request.user, script=script, ends_live_version=ends)
        messages.success(request, _("Archived. You find it on the freshness board, where you can restore it."))
        return go(request, reverse("scripts_library:freshness"))
    effects = [
        _("The script leaves all lists and searches. Its history is kept."),
        _("You can restore it at any time. To make it live again, publish a new version."),
    ]
    if live is not None:
        effects.insert(0, _("Version %(number)d is live and has to end.") % {"number": live.number})
    back = reverse("scripts_library:script", args=[script.pk])
    return form_page(
        request,
        form,
        heading=_("Archive script"),
        button=_("Archive script"),
        back=back,
        above=Link(script.title, back),
        effects=effects,
        tone="danger" if live is not None else "primary",
        context={"is_drill": script.journal.is_drill},
    )


@require_POST
@roles_only(*KEEPERS)
def restore(request: UserRequest, script_id: int) -> HttpResponseBase:
    script = get_object_or_404(Script.objects.visible_to(request.user), pk=script_id)
    actions.restore_script(actor=request.user, script=script)
    messages.success(request, _("Restored. To make it live again, publish a version."))
    return go(request, reverse("scripts_library:script", args=[script.pk]))
