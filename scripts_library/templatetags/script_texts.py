"""Filters for the texts of scripts."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from scripts_library.rendering import rendered

register = template.Library()


@register.filter
def script_text(text: str, blocks: Mapping[str, str] | None = None) -> SafeString:
    """Safe HTML of a script's text, as agents see it. `blocks` are texts of building blocks by key."""
    return rendered(text, blocks)


@register.filter
def script_text_for_writers(text: str, blocks: Mapping[str, str] | None = None) -> SafeString:
    """Like `script_text`, with a note for each building block that doesn't exist."""
    return rendered(text, blocks, is_for_writers=True)
