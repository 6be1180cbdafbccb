"""Responses of views. One URL serves a page and its live part."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django_htmx.http import HttpResponseClientRedirect

from core.typing import HtmxRequest

INVALID = 422
UNCHANGED = 204


def wants_fragment(request: HtmxRequest) -> bool:
    """True if htmx asks for a part of the current page (not for boosted or restored navigation)."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request


def page(
    request: HtmxRequest, template: str, context: Mapping[str, Any], *, fragment: str | None = None, status: int = 200
) -> HttpResponse:
    """Render the page, or only its fragment when htmx asks. By convention `crisis/_room.html` is a fragment of
    `crisis/room.html`, which includes it, so both show the same.
    """
    chosen = fragment if fragment and wants_fragment(request) else template
    response = render(request, chosen, {**context, "is_refused": status == INVALID}, status=status)
    response["Vary"] = "HX-Request"
    return response


def invalid(request: HtmxRequest, template: str, context: Mapping[str, Any], *, fragment: str | None = None) -> HttpResponse:
    """The form with its errors, with status 422, so that clients see that nothing was saved. htmx swaps it."""
    return page(request, template, context, fragment=fragment, status=INVALID)


class Link(NamedTuple):
    """Link: text and URL."""

    text: str
    url: str


def form_page(
    request: HtmxRequest,
    form: BaseForm,
    *,
    heading: str,
    button: str,
    back: str,
    above: Link | str = "",
    intro: Sequence[str] = (),
    effects: Sequence[str] = (),
    tone: str = "primary",
    template: str = "components/form_page.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Page with one form: heading, `intro`, fields, a button with a verb, and a link `back`. A bound form has errors, so the
    status is 422.

    `above` is the link above the heading to the parent page. `effects` are sentences about what will happen. A form without
    fields makes this a confirmation page; `tone` is "danger" if it removes something. `context` can have the room's `tabs` and
    the `draft` of an autosaved form. A `template` that extends the component can fill its blocks.
    """
    shown = {
        "form": form,
        "heading": heading,
        "button": button,
        "back": back,
        "above": Link(above, "") if isinstance(above, str) else above,
        "intro": intro,
        "effects": effects,
        "tone": tone,
    }
    return page(request, template, {**(context or {}), **shown}, status=INVALID if form.is_bound else 200)


def go(request: HtmxRequest, url: str) -> HttpResponseBase:
    """Redirect after a successful write, with or without JavaScript."""
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


def unchanged(request: HtmxRequest, version: str) -> bool:
    """True if a live part polls with the current version (``?seen=<version>``). Then answer 204 with `nothing_new`."""
    return wants_fragment(request) and request.GET.get("seen") == version


def opaque(*facts: object) -> str:
    """Version for ``?seen=`` that changes with these facts and doesn't reveal them."""
    return salted_hmac("core.pages.opaque", repr(facts), algorithm="sha256").hexdigest()[:20]


def nothing_new() -> HttpResponse:
    return HttpResponse(status=UNCHANGED)
