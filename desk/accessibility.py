"""The accessibility statement: what the browser tests checked, from `docs/accessibility.toml`, and what is known to be missing.

`make accessibility` writes the file from a run of the browser tests.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.identity import Role

FILE = "docs/accessibility.toml"
PROJECT_DIR = Path(__file__).resolve().parents[1]

SCHEMES = {
    "light": _("light"),
    "dark": _("dark"),
}

# The checks of tests/browser besides axe, by their names in the file.
CHECKS = {
    "reflow": _(
        "In a narrow window nothing has to be scrolled sideways except wide tables and charts, and no text is cut off."
    ),
    "text spacing": _("The same holds with the line, letter and word spacing of WCAG 1.4.12."),
    "targets": _("Links and buttons there are at least 24 pixels high, or far enough from the next one."),
    "links": _("Links in a sentence are underlined."),
    "forced colours": _(
        "Badges, the current step and the focus stay visible in forced colours. One page with all components was checked."
    ),
    "console": _("No page has an error in the browser's console."),
}

GAPS = (
    _("No one who uses a screen reader, magnifier or voice control every day has tested the product yet."),
    _("Automatic checks find only some barriers. Focus order and screen readers' wording are tested on some pages only."),
    _("Pages were only tested in Chromium, not in Firefox or Safari."),
    _("Wide tables and charts scroll sideways in a narrow window, because their rows and columns belong together."),
    _("The structure of protocols as PDF is tested, but nobody has read one with a screen reader yet."),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one run of the browser tests checked. Without a date nothing was checked yet."""

    checked_on: date | None = None
    page_views: int = 0
    pages: int = 0
    rules: int = 0
    axe: str = ""
    browser: str = ""
    tags: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    schemes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    @property
    def scheme_names(self) -> list[str]:
        return [str(SCHEMES[name]) for name in self.schemes]

    @property
    def role_names(self) -> list[str]:
        return [str(Role(name).label) for name in self.roles]

    @property
    def check_sentences(self) -> list[str]:
        return [str(CHECKS[name]) for name in self.checks]


def statement_of(text: str) -> Statement:
    """The statement in a TOML text. Raises TypeError for unknown fields."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in tomllib.loads(text).items()
    }
    return Statement(**values)


@cache
def statement() -> Statement:
    """The statement of this version."""
    return statement_of((PROJECT_DIR / FILE).read_text(encoding="utf-8"))
