"""Drawings in templates have a name for screen readers, or are hidden from them because the text next to them says the same."""

import re
from collections.abc import Iterator

from tests.architecture.rooms import ROOT

DRAWING = re.compile(r"<(svg|progress|meter|canvas)\b[^>]*>", re.DOTALL)
NAMED = re.compile(r"\baria-(label|labelledby)=\"[^\"]|\baria-hidden=\"true\"")


def nameless(text: str) -> Iterator[str]:
    """Drawings without a name, and images that are not called images."""
    for drawing in DRAWING.finditer(text):
        tag = " ".join(drawing[0].split())
        is_image = drawing[1] in {"svg", "canvas"} and 'aria-hidden="true"' not in tag
        if not NAMED.search(tag) or (is_image and 'role="img"' not in tag):
            yield tag


def test_drawings_have_a_name_or_are_hidden_from_screen_readers() -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    found = [f"{path.relative_to(ROOT)}: {tag}" for path in templates for tag in nameless(path.read_text(encoding="utf-8"))]
    assert found == [], "name the drawing with aria-label or aria-labelledby, or hide it with aria-hidden"


def test_nameless_drawings_are_found() -> None:
    drawings = ["<svg>", '<svg aria-label="CSAT">', '<progress value="3">', '<svg role="img" aria-label="">']
    assert list(nameless(" ".join(drawings))) == drawings
    assert list(nameless('<svg role="img" aria-label="CSAT"> <progress aria-hidden="true"> <svg aria-hidden="true">')) == []
