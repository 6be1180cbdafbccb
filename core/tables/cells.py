"""Content of cells without their own template: links, notes, badges."""

from collections.abc import Iterable
from functools import lru_cache

from django.template import loader
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from core.tables.columns import Words


def link(url: str, words: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, words)


def stack(lines: Iterable[object]) -> SafeString:
    """Several values in one cell, one per line."""
    return format_html_join("", "<div>{}</div>", ((line,) for line in lines))


def with_note(words: object, note: object) -> SafeString:
    """Value with a note below it, if there is one."""
    return format_html('{}<div class="text-secondary fw-normal">{}</div>', words, note) if note else format_html("{}", words)


def badge(words: Words, tone: str = "", symbol: str = "") -> SafeString:
    """Badge with a text and a symbol."""
    return _badge(str(words), tone, symbol)


def drill() -> SafeString:
    """Badge of everything that belongs to a drill."""
    return badge(gettext("Drill"), "info", "school")


@lru_cache(maxsize=256)
def _badge(words: str, tone: str, symbol: str) -> SafeString:
    context = {"text": words, "tone": tone, "symbol": symbol}
    return SafeString(loader.render_to_string("components/badge.html", context).strip())
