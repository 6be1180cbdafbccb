"""One URL serves the page and its live part; these few functions are how a view answers."""

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
    """True when htmx asks for a part of the page it already shows (not on boosted or restored navigation)."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request


def page(
    request: HtmxRequest, template: str, context: Mapping[str, Any], *, fragment: str | None = None, status: int = 200
) -> HttpResponse:
    """Render the page, or only its fragment when htmx asks. By convention `crisis/_room.html` is a fragment of
    `crisis/room.html`, which includes it, so both show the same.
    """
    chosen = fragment if fragment and wants_fragment(request) else template
    response = render(request, chosen, context, status=status)
    response["Vary"] = "HX-Request"
    return response


def invalid(request: HtmxRequest, template: str, context: Mapping[str, Any], *, fragment: str | None = None) -> HttpResponse:
    """The form with its errors, as 422: htmx is told to swap it, and a client sees that nothing was saved."""
    return page(request, template, context, fragment=fragment, status=INVALID)


class Link(NamedTuple):
    """Where something leads, and what it is called."""

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
    """The page of one form: its heading, what there is to know before (`intro`), the fields, a button that names what it does,
    and a way `back`. What is sent to it and comes here again has errors, so it answers 422.

    `above` the heading is the page that this one belongs to. `effects` say what will happen, one sentence each: with a form
    without fields this page confirms, and `tone` is "danger" for what removes something. The `context` takes the `tabs` of the
    room and the `draft` of a form whose text is kept. A `template` that extends the component fills its blocks.
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
    """Answer a successful write by going to a page, with or without JavaScript."""
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


def unchanged(request: HtmxRequest, version: str) -> bool:
    """For live parts that poll with ``?seen=<version>``: nothing has changed, so answer 204 with `nothing_new`."""
    return wants_fragment(request) and request.GET.get("seen") == version


def opaque(*facts: object) -> str:
    """A version for ``?seen=``: it changes with these facts and gives none of them away."""
    return salted_hmac("core.pages.opaque", repr(facts), algorithm="sha256").hexdigest()[:20]


def nothing_new() -> HttpResponse:
    return HttpResponse(status=UNCHANGED)
