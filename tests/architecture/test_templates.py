"""What every template keeps to, without a browser."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
FILES = [path for path in sorted(TEMPLATES.rglob("*.html")) if "<table" in path.read_text()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_table_scrolls_by_itself_and_says_what_it_is(path: Path) -> None:
    text = path.read_text()
    wrapped = re.findall(r"{% scrolling [^%]+ %}\s*<table\b", text)
    assert len(wrapped) == text.count("<table"), "put {% scrolling %} around the table (see core.templatetags.ecs)"
    assert "table-responsive" not in text, "{% scrolling %} does this, with the keyboard and a name too"
