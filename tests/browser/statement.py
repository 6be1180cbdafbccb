"""What a run of the browser tests checked, for the accessibility statement.

With `ECS_ACCESSIBILITY_NOTES` each process of the tests leaves its notes in that folder. If all tests passed, `make
accessibility` runs this module, which puts them together in docs/accessibility.toml.
"""

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

HEAD = "# Written by `make accessibility` from a run of the browser tests. The page /help/accessibility/ shows it.\n"

# The checks besides axe; desk/accessibility.py has a sentence for each.
CHECKS = ("reflow", "text spacing", "targets", "links", "forced colours", "console")


@dataclass
class Notes:
    """What the checks of one process saw."""

    page_views: int = 0
    pages: set[str] = field(default_factory=set)
    rules: int = 0
    axe: str = ""
    browser: str = ""
    widths: set[int] = field(default_factory=set)
    schemes: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)

    def saw(self, page: Page, scheme: str) -> None:
        """Note that the page was checked as it stands."""
        self.schemes.add(scheme)
        if size := page.viewport_size:
            self.widths.add(size["width"])
        with suppress(Resolver404):  # the page that says so
            match = resolve(urlsplit(page.url).path)
            if match.url_name:  # the tests' own pages have none
                self.pages.add(match.view_name)

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        values = {name: sorted(value) if isinstance(value, set) else value for name, value in asdict(self).items()}
        (folder / f"{os.getpid()}.json").write_text(json.dumps(values), encoding="utf-8")


NOTES = Notes()


def write_notes() -> None:
    """Leave the notes of this process where `make accessibility` asked for them."""
    folder = os.environ.get("ECS_ACCESSIBILITY_NOTES")
    if folder and NOTES.page_views:
        NOTES.write(Path(folder))


def merged(notes: list[dict[str, Any]], tags: Sequence[str], day: date) -> str:
    """The text of docs/accessibility.toml."""

    def every(name: str) -> list[Any]:
        return sorted({value for note in notes for value in note[name]})

    values = {
        "page_views": sum(note["page_views"] for note in notes),
        "pages": len(every("pages")),
        "rules": max(note["rules"] for note in notes),
        "axe": notes[0]["axe"],
        "browser": notes[0]["browser"],
        "tags": list(tags),
        "widths": every("widths"),
        "schemes": every("schemes"),
        "roles": every("roles"),
        "checks": list(CHECKS),
    }
    # A JSON text, number or list is TOML too.
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    return HEAD + "\n".join([f"checked_on = {day.isoformat()}", *lines]) + "\n"


def main(folder: str, target: str) -> None:
    from tests.browser.checking import EVERYTHING

    notes = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(folder).glob("*.json"))]
    if not notes:
        sys.exit(f"No test left notes in {folder}.")
    Path(target).write_text(merged(notes, EVERYTHING["values"], datetime.now(UTC).date()), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
