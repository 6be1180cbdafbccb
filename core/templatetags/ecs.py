"""Template tags that every template may use without loading them."""

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext, ngettext

from core.escapes import markdown_as_html
from core.glossary import term
from core.moments import moment_in
from core.sent_forms import KEY_FIELD, new_key

if TYPE_CHECKING:
    from core.tables import Table

register = template.Library()

TENTH = Decimal("0.1")
_NAME = re.compile(r"^[a-z0-9-]+$")


@lru_cache(maxsize=256)
def _svg(name: str, style: str) -> str:
    path = Path(settings.ICONS_DIR) / style / f"{name}.svg"
    svg = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    svg = re.sub(r'\s(class|width|height)="[^"]*"', "", svg)
    return " ".join(svg.split())


@register.simple_tag
def icon(name: str, style: str = "outline") -> SafeString:
    """A Tabler icon, drawn inline and hidden from screen readers: the words beside it carry the meaning."""
    if not _NAME.match(name) or style not in {"outline", "filled"}:
        raise template.TemplateSyntaxError(f"{name!r} is not the name of an icon")
    return mark_safe(_svg(name, style).replace("<svg", '<svg class="icon" aria-hidden="true"', 1))  # noqa: S308 - a file of a locked package


class FormKeysNode(CsrfTokenNode):
    """The hidden fields of every form: Django's token, and the key by which the form is recognised when it is sent twice."""

    def render(self, context: Context) -> SafeString:
        token = super().render(context)
        key = format_html('<input type="hidden" name="{}" value="{}">', KEY_FIELD, new_key())
        return SafeString(token) + key if token else SafeString()


@register.tag
def csrf_token(_parser: Parser, _token: Token) -> FormKeysNode:
    """Takes the place of Django's own tag, so that no form is without a key."""
    return FormKeysNode()


@register.simple_block_tag
def scrolling(content: SafeString, *, label: str | None = None, by: str | None = None) -> SafeString:
    """Around a table, or whatever else may be wider than the screen: it scrolls by itself, with the keyboard too, and says
    what it is with a `label`, or `by` the id of the heading that names it.
    """
    if (label is None) == (by is None):
        raise template.TemplateSyntaxError("What scrolls is named: either with label=…, or by=… the id of its heading.")
    name = format_html('aria-labelledby="{}"', by) if label is None else format_html('aria-label="{}"', label)
    # A group, not a region: a page may have many tables, and the landmarks of a page are few.
    return format_html('<div class="table-responsive position-relative" role="group" tabindex="0" {}>{}</div>', name, content)


@register.simple_tag(name="term")
def term_tag(name: str) -> SafeString:
    """A term of the glossary with its meaning as a tooltip, linked to the help page. Raises KeyError for an unknown one."""
    known = term(name)
    return format_html(
        '<a class="term" href="{}#{}" title="{}">{}</a>',
        reverse("desk:glossary"),
        known.anchor,
        gettext(known.meaning),
        gettext(known.name),
    )


@register.simple_tag(name="table")
def table_tag(table: "Table") -> SafeString:
    """A table of `core.tables` with all of its rows."""
    return SafeString(table.as_html(table.request))


@register.simple_block_tag
def table_frame(content: SafeString, table: "Table") -> SafeString:
    """The frame of a table of `core.tables`, around rows of one's own: caption, header cells that sort, and the download."""
    return render_to_string("components/table_frame.html", {"table": table, "rows": content})


@register.filter
def percent(value: float | Decimal | None) -> str:
    """A percentage already in 0-100, with one decimal; an en dash where there is none."""
    return "–" if value is None else f"{Decimal(str(value)).quantize(TENTH, ROUND_HALF_UP)} %"


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in the zone of the page, with the zone's name at that time; an en dash where there is none."""
    return "–" if value is None else moment_in(value, get_current_timezone())


@register.filter
def zone_name(value: datetime) -> str:
    """The short name that the zone of the page has at that time."""
    return localtime(value).tzname() or ""


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word of a name: “Ana Maria Silva” is “AS”."""
    words = name.split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


SECONDS_IN_A_MINUTE = 60


@register.filter
def duration(seconds: int) -> str:
    """A length of time in one unit, as people say it: “40 seconds”, “3 minutes”, “2 hours”."""
    if seconds < SECONDS_IN_A_MINUTE:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = round(seconds / SECONDS_IN_A_MINUTE)
    if minutes < SECONDS_IN_A_MINUTE:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = round(minutes / SECONDS_IN_A_MINUTE)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


@register.filter
def markdown(text: str) -> SafeString:
    """Text that a person wrote in Markdown, as harmless HTML."""
    return markdown_as_html(text)
