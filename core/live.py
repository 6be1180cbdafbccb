"""Live parts: parts of pages that poll every few seconds, at almost no cost while nothing changes.

A live part has a version, a keyed hash of its HTML, which reveals nothing and changes only with what is shown. Each process
caches the version token (see `core.version_tokens`) at which a reader's version was current. While the token stays the same,
nothing is read or rendered. When it changes, the part is rendered and the versions are compared.
"""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from core.pages import INVALID, nothing_new, opaque, unchanged, wants_fragment
from core.typing import HtmxRequest

MOST_REMEMBERED = 10_000
# Placeholder in the HTML until the version is known.
VERSION_HERE = "the-version-goes-here"

Key = tuple[Any, str, str]
_right_at: OrderedDict[Key, str] = OrderedDict()
_lock = Lock()


def is_current(request: HtmxRequest, version_token: str) -> bool:
    """True if htmx asks with a version that was current at this version token. Then answer with `nothing_new`."""
    return wants_fragment(request) and _right_at.get(_key(request, request.GET.get("seen", ""))) == version_token


def live_page(
    request: HtmxRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fragment: str,
    version_token: str,
    satellites: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page whose fragment is a live part. The page shows the fragment as `live`, and the fragment polls with
    `version`. `version_token` must be read before the context.

    `satellites` are templates of parts elsewhere on the page, by the name under which the page shows them. They have the same
    version as the fragment and come with it, each marked with `hx-swap-oob`.
    """
    templates = {"live": fragment, **(satellites or {})}
    shown = {name: render_to_string(part, {**context, "version": VERSION_HERE}, request) for name, part in templates.items()}
    version = opaque(*shown.values())
    _remember(_key(request, version), version_token)
    if unchanged(request, version):
        return nothing_new()
    # The parts are escaped already.
    parts = {name: mark_safe(html.replace(VERSION_HERE, version)) for name, html in shown.items()}  # noqa: S308
    if wants_fragment(request) and status == HttpResponse.status_code:
        response = HttpResponse("".join(parts.values()))
    else:
        shown_on_page = {**context, **parts, "is_refused": status == INVALID}
        response = render(request, template, shown_on_page, status=status)
    response["Vary"] = "HX-Request"
    return response


def _key(request: HtmxRequest, version: str) -> Key:
    """Cache key of the reader, the address with everything that affects the content, and the version."""
    asked = request.GET.copy()
    asked.pop("seen", None)
    return request.user.pk, f"{request.path}?{asked.urlencode()}", version


def _remember(key: Key, version_token: str) -> None:
    with _lock:
        _right_at[key] = version_token
        _right_at.move_to_end(key)
        if len(_right_at) > MOST_REMEMBERED:
            _right_at.popitem(last=False)
