"""Rules for all templates, checked without a browser."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
FILES = [path for path in sorted(TEMPLATES.rglob("*.html")) if "<table" in path.read_text()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_tables_scroll_separately_and_have_a_label(path: Path) -> None:
    text = path.read_text()
    wrapped = re.findall(r"{% scrolling [^%]+ %}\s*<table\b", text)
    assert len(wrapped) == text.count("<table"), "put {% scrolling %} around the table (see core.templatetags.ecs)"
    assert "table-responsive" not in text, "{% scrolling %} does this, with the keyboard and a name too"


INCLUDED = re.compile(r'{% include "([^"]+)"([^%]*)%}')


def test_forms_are_included_with_the_csrf_token() -> None:
    """`only` hides the CSRF token from the included template, so its form would be refused."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    with_forms = {name for name, text in texts.items() if "{% csrf_token %}" in text}
    assert with_forms
    # Templates that include a form count as forms too.
    while more := {name for name, text in texts.items() if with_forms & dict(INCLUDED.findall(text)).keys()} - with_forms:
        with_forms |= more
    hidden = [
        f"{name} includes {included}"
        for name, text in texts.items()
        for included, arguments in INCLUDED.findall(text)
        if included in with_forms and arguments.split()[-1:] == ["only"]
    ]
    assert hidden == []


def test_no_template_shows_a_zone_with_a_date_format() -> None:
    """Django's `T` and `e` are empty in the repeated hour; use the filters `moment` and `zone_name`."""
    pattern = re.compile(r'\|(?:date|time):"[^"]*[TeO][^"]*"')
    named = re.compile(r'\|(?:date|time):"[A-Z_]+"')
    found = [
        f"{path.name}: {shown}"
        for path in TEMPLATES.rglob("*.html")
        for shown in pattern.findall(path.read_text())
        if not named.fullmatch(shown)
    ]
    assert found == []


def test_each_page_except_the_protocol_names_its_time_zone_once() -> None:
    """`base.html` names it in a block that other pages don't override."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    assert "get_current_timezone" in texts["base.html"]
    # People who haven't signed in open the accessibility statement too.
    own = {"base.html", "desk/accessibility.html", "protocol/detail.html"}
    assert {name for name, text in texts.items() if "{% block zone %}" in text} == own
    # Standalone error pages show no times.
    assert {name for name, text in texts.items() if "<html" in text} == {"base.html", "400.html", "500.html"}
