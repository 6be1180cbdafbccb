"""Titles of pages. Each names what its page is about, so that tabs, bookmarks and screen readers tell pages apart."""

import hashlib
import re
from collections.abc import Collection, Iterator
from html import unescape
from pathlib import Path

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)

# The home greets its reader.
GREETINGS = {"desk:home"}

# Two addresses of one page.
SAME = {"feedback:own_card": "feedback:card", "mfa_list_webauthn": "mfa_index"}


def words(pattern: re.Pattern[str], html: str) -> str:
    """The text of the first match, without its elements."""
    match = pattern.search(html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", match[1])).split()) if match else ""


def faults_of_title(html: str, *, route: str, has_object: bool, stored: Collection[str], folder: Path) -> Iterator[str]:
    """What is wrong with the title of a page.

    Each title leaves a file with the name of its route in the folder, which all processes of a test run share. So the second of
    two routes with the same title finds the first.
    """
    title, heading = words(TITLE, html).rpartition(" · ")[0], words(HEADING, html)
    if has_object and not any(text in title for text in stored) and not re.search(r"\d", title):
        yield f"the title “{title}” doesn't say which one"
    if heading not in title and route not in GREETINGS:
        yield f"the title “{title}” lacks the heading “{heading}”"
    if not title:  # a part of a page
        return
    users = folder / hashlib.sha256(title.encode()).hexdigest()
    users.mkdir(exist_ok=True)
    page = SAME.get(route, route)
    (users / page).touch()
    if others := {path.name for path in users.iterdir()} - {page}:
        yield f"the title “{title}” is also that of {', '.join(sorted(others))}"
