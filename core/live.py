"""Live parts: pages that ask again every few seconds, and cost next to nothing while what they show stays the same.

A live part carries a version, a keyed hash of its own HTML: it gives nothing away, and only what is shown changes it.
Each process remembers the version token (see `core.version_tokens`) at which a reader's version was right. While the token
stays the same, nothing is read or rendered; when it changes, the part is rendered and the version compared.
"""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from core.pages import nothing_new, opaque, unchanged, wants_fragment
from core.typing import HtmxRequest

MOST_REMEMBERED = 10_000
# Stands in the HTML for the version until that is known.
VERSION_HERE = "the-version-goes-here"

Key = tuple[Any, str, str]
_right_at: OrderedDict[Key, str] = OrderedDict()
_lock = Lock()


def is_current(request: HtmxRequest, version_token: str) -> bool:
    """True if htmx asks with a version that was right at this very version token: answer with `nothing_new`."""
    return wants_fragment(request) and _right_at.get(_key(request, request.GET.get("seen", ""))) == version_token


def live_page(
    request: HtmxRequest, template: str, context: Mapping[str, Any], *, fragment: str, version_token: str, status: int = 200
) -> HttpResponse:
    """Like `core.pages.page`, for a page whose fragment is a live part. The page shows the fragment as `live`, and the
    fragment asks again with `version`. `version_token` was read before the context.
    """
    html = render_to_string(fragment, {**context, "version": VERSION_HERE}, request)
    version = opaque(html)
    _remember(_key(request, version), version_token)
    if unchanged(request, version):
        return nothing_new()
    live = html.replace(VERSION_HERE, version)
    if wants_fragment(request) and status == HttpResponse.status_code:
        response = HttpResponse(live)
    else:
        # The fragment has escaped what people wrote.
        response = render(request, template, {**context, "live": mark_safe(live)}, status=status)  # noqa: S308
    response["Vary"] = "HX-Request"
    return response


def _key(request: HtmxRequest, version: str) -> Key:
    """The reader, the address with everything that changes what is shown there, and the version."""
    asked = request.GET.copy()
    asked.pop("seen", None)
    return request.user.pk, f"{request.path}?{asked.urlencode()}", version


def _remember(key: Key, version_token: str) -> None:
    with _lock:
        _right_at[key] = version_token
        _right_at.move_to_end(key)
        if len(_right_at) > MOST_REMEMBERED:
            _right_at.popitem(last=False)
