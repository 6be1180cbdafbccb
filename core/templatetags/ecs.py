"""Template tags that every template may use without loading them."""

import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from core.escapes import markdown_as_html

register = template.Library()

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


@register.filter
def percent(value: float | None, digits: int = 1) -> str:
    """A percentage already in 0-100, with a thin space before the sign; an en dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f} %"


@register.filter
def markdown(text: str) -> SafeString:
    """Text that a person wrote in Markdown, as harmless HTML."""
    return markdown_as_html(text)
