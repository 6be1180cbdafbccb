"""Template tags and filters that are built into all templates."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext, ngettext

from core import forms as core_forms
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
    """Inline Tabler icon. Hidden from screen readers, because the text next to it has the meaning."""
    if not _NAME.match(name) or style not in {"outline", "filled"}:
        raise template.TemplateSyntaxError(f"{name!r} is not the name of an icon")
    return mark_safe(_svg(name, style).replace("<svg", '<svg class="icon" aria-hidden="true"', 1))  # noqa: S308 - a file of a locked package


class FormKeysNode(CsrfTokenNode):
    """Hidden fields of every form: Django's token, and the key that recognises a form sent twice."""

    def render(self, context: Context) -> SafeString:
        token = super().render(context)
        key = format_html('<input type="hidden" name="{}" value="{}">', KEY_FIELD, new_key())
        return SafeString(token) + key if token else SafeString()


@register.tag
def csrf_token(_parser: Parser, _token: Token) -> FormKeysNode:
    """Replacement of Django's own tag, so that every form has a key."""
    return FormKeysNode()


@register.simple_block_tag
def scrolling(content: SafeString, *, label: str | None = None, by: str | None = None) -> SafeString:
    """Wrapper for tables and other content that can be wider than the screen. It scrolls, also by keyboard, and has a name: its
    `label`, or the heading with the id `by`.
    """
    if (label is None) == (by is None):
        raise template.TemplateSyntaxError("What scrolls is named: either with label=…, or by=… the id of its heading.")
    name = format_html('aria-labelledby="{}"', by) if label is None else format_html('aria-label="{}"', label)
    # A group and not a region, because a page can have many tables and should have few landmarks.
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
    """A table of `core.tables` with its rows."""
    return SafeString(table.as_html(table.request))


@register.simple_block_tag
def table_frame(content: SafeString, table: "Table") -> SafeString:
    """Frame of a table of `core.tables` around custom rows: caption, sortable headers and download."""
    return render_to_string("components/table_frame.html", {"table": table, "rows": content})


@register.filter
def problems(form: BaseForm | str) -> list[core_forms.FormProblem]:
    """Lines of the error summary of a form. A page without this form has none."""
    return list(core_forms.problems(form)) if isinstance(form, BaseForm) else []


@register.filter
def has_required_attribute(field: BoundField) -> bool:
    """True if the control of the field says itself that it's required. A group of checkboxes can't."""
    return "required" in field.build_widget_attrs({})


@register.filter
def is_marked(field: BoundField) -> bool:
    """True if the field is marked as required: not a list without an empty choice, because it's always answered."""
    return field.field.required and (has_required_attribute(field) or field.use_fieldset)


@register.filter
def has_marks(form: BaseForm) -> bool:
    """True if the form has marked fields, so that it explains the mark."""
    return any(is_marked(field) for field in form.visible_fields())


@register.filter
def percent(value: float | Decimal | None) -> str:
    """Percentage (0-100) with one decimal, or an en dash."""
    return "–" if value is None else f"{Decimal(str(value)).quantize(TENTH, ROUND_HALF_UP)} %"


@register.filter
def moment(value: datetime | None) -> str:
    """Moment in the zone of the page, with the zone's name, or an en dash."""
    return "–" if value is None else moment_in(value, get_current_timezone())


@register.filter
def zone_name(value: datetime) -> str:
    """Short name of the page's zone at that time."""
    return localtime(value).tzname() or ""


@register.filter
def initials(name: str) -> str:
    """Initials of the first and last word of a name: “Ana Maria Silva” gives “AS”."""
    words = name.split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


SECONDS_IN_A_MINUTE = 60


@register.filter
def duration(seconds: int) -> str:
    """Duration in one unit: “40 seconds”, “3 minutes”, “2 hours”."""
    if seconds < SECONDS_IN_A_MINUTE:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = round(seconds / SECONDS_IN_A_MINUTE)
    if minutes < SECONDS_IN_A_MINUTE:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = round(minutes / SECONDS_IN_A_MINUTE)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


@register.filter
def hours(time: timedelta) -> str:
    """Hours and minutes: “7 h 05 min”."""
    whole, minutes = divmod(round(time.total_seconds() / SECONDS_IN_A_MINUTE), SECONDS_IN_A_MINUTE)
    return gettext("%(hours)d h %(minutes)02d min") % {"hours": whole, "minutes": minutes}
