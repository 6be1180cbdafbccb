"""Readers' pages: the library, and scripts to acknowledge."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms import LONGEST_ID
from core.pages import go, nothing_new, opaque, page, unchanged
from people.http import UserRequest, roles_only
from scripts_library import actions, permissions, queries
from scripts_library.models import READERS, ScriptVersion

ROWS_PER_PAGE = 50


@require_safe
@roles_only(*READERS)
def library(request: UserRequest) -> HttpResponse:
    """Live scripts with search; other shelves for writers and approvers."""
    user, stamp = request.user, opaque(queries.news_version(request.user.person_id))
    if unchanged(request, stamp):
        return nothing_new()
    is_keeper = permissions.sees_every_version(user)
    wanted = request.GET.get("shelf", queries.LIVE)
    shelf = wanted if is_keeper and wanted in queries.SHELVES else queries.LIVE
    words = request.GET.get("q", "").replace("\x00", "")
    pinned = queries.pinned_ids(user.person_id)
    is_first = shelf == queries.LIVE and not is_keeper and not words.strip() and "page" not in request.GET
    rows = Paginator(queries.search(user, words, shelf), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": rows,
        "words": words,
        "groups": queries.first_screen(user, pinned) if is_first else [],
        "pinned": set(pinned),
        "shelf": shelf,
        "is_live_shelf": shelf == queries.LIVE,
        "shelves": _shelves(shelf, words) if is_keeper else [],
        "withdrawals": queries.unknown_withdrawals(user.person_id),
        "is_keeper": is_keeper,
        "can_write": permissions.can_write(user),
        "can_keep_phrases": permissions.can_keep_phrases(user),
        "here": urlencode({"q": words, "shelf": shelf}),
        "further": "&" + urlencode({"q": words, "shelf": shelf}),
        "stamp": stamp,
    }
    return page(request, "scripts_library/library.html", context, fragment="scripts_library/_script_list.html")


def _shelves(chosen: str, words: str) -> list[dict[str, object]]:
    titles = {
        "live": _("Live"),
        "draft": _("Drafts"),
        "in_review": _("To approve"),
        "approved": _("Ready to publish"),
        "ended": _("Ended"),
    }
    counts = queries.shelf_counts()
    return [
        {
            "title": f"{title} ({counts[name]})",
            "is_here": name == chosen,
            "url": f"{reverse('scripts_library:library')}?{urlencode({'shelf': name, 'q': words})}",
        }
        for name, title in titles.items()
    ]


@require_safe
@roles_only(*READERS)
def news(request: UserRequest) -> HttpResponse:
    """Open acknowledgements of the reader, as a live part for any page."""
    stamp = opaque(queries.news_version(request.user.person_id))
    if unchanged(request, stamp):
        return nothing_new()
    context = {"asked": queries.open_acknowledgements(request.user.person_id), "stamp": stamp}
    return page(request, "scripts_library/news.html", context, fragment="scripts_library/_news.html")


@require_safe
@roles_only(*READERS)
def withdrawals(request: UserRequest) -> HttpResponse:
    """Withdrawals that the reader hasn't acknowledged. Every page of an agent includes this part; it is almost always empty."""
    given = request.GET.get("here", "")
    # The script's own page already shows its withdrawal.
    here = given if given.isdecimal() and len(given) <= LONGEST_ID else ""
    asked = [item for item in queries.unknown_withdrawals(request.user.person_id) if str(item.script_id) != here]
    # Pages start without any.
    stamp = opaque([item.version_id for item in asked]) if asked else ""
    if unchanged(request, stamp):
        return nothing_new()
    response = page(request, "scripts_library/_withdrawals.html", {"asked": asked, "stamp": stamp, "here": here})
    # Makes other live lists of scripts on the page refresh right away.
    response["HX-Trigger"] = "withdrawn"
    return response


@require_POST
def acknowledge(request: UserRequest, version_id: int) -> HttpResponseBase:
    version = get_object_or_404(ScriptVersion.objects.visible_to(request.user), pk=version_id)
    actions.acknowledge(actor=request.user, version=version)
    messages.success(request, _("Thanks. You've confirmed version %(number)s.") % {"number": version.number})
    return go(request, reverse("scripts_library:script", args=[version.script_id]))


@require_POST
def acknowledge_withdrawal(request: UserRequest, version_id: int) -> HttpResponseBase:
    version = get_object_or_404(ScriptVersion.objects.visible_to(request.user), pk=version_id)
    actions.acknowledge_withdrawal(actor=request.user, version=version)
    messages.success(request, _("Thanks. You've confirmed the withdrawal."))
    return go(request, reverse("scripts_library:library"))
