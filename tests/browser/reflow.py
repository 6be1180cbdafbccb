"""Faults that axe doesn't see: what is lost when a page is narrow, its text is spaced or its targets are small, and links that
only their colour sets apart. The functions that run in the page are in reflow.js.
"""

from pathlib import Path

from playwright.sync_api import Page, ViewportSize

# A window of 1280 pixels at 400 % zoom (WCAG 1.4.10).
NARROW: ViewportSize = {"width": 320, "height": 640}

# Spacing that a reader may ask for (WCAG 1.4.12).
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""

_FUNCTIONS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def _ask(page: Page, call: str) -> list[str]:
    found: list[str] = page.evaluate(f"spacing => {{ {_FUNCTIONS}\nreturn {call}; }}", SPACING)
    return found


def too_wide(page: Page) -> bool:
    """True if the page has to be pushed sideways to be read."""
    return bool(_ask(page, "isTooWide() ? ['wide'] : []"))


def cut_off(page: Page) -> list[str]:
    """Elements that show only a part of their text."""
    return _ask(page, "cutOff()")


def lost_when_narrow(page: Page) -> list[str]:
    """Faults of the page at the width of its window, also with spaced text."""
    return _ask(page, "lostWhenNarrow(spacing)")


def plain_links(page: Page) -> list[str]:
    """Links in a sentence that only their colour sets apart."""
    return _ask(page, "plainLinks()")
