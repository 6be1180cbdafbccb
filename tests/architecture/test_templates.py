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


INCLUDED = re.compile(r'{% include "([^"]+)"([^%]*)%}')


def test_a_form_is_never_included_without_its_token() -> None:
    """`only` hides the CSRF token from what is included, and the form in it would be refused."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    with_forms = {name for name, text in texts.items() if "{% csrf_token %}" in text}
    assert with_forms
    # What includes a form has one itself.
    while more := {name for name, text in texts.items() if with_forms & dict(INCLUDED.findall(text)).keys()} - with_forms:
        with_forms |= more
    hidden = [
        f"{name} includes {included}"
        for name, text in texts.items()
        for included, arguments in INCLUDED.findall(text)
        if included in with_forms and arguments.split()[-1:] == ["only"]
    ]
    assert hidden == []


def test_no_template_writes_a_zone_with_a_date_format() -> None:
    """Django's `T` and `e` give nothing in the hour that comes twice; the filters `moment` and `zone_name` do."""
    pattern = re.compile(r'\|(?:date|time):"[^"]*[TeO][^"]*"')
    named = re.compile(r'\|(?:date|time):"[A-Z_]+"')
    found = [
        f"{path.name}: {shown}"
        for path in TEMPLATES.rglob("*.html")
        for shown in pattern.findall(path.read_text())
        if not named.fullmatch(shown)
    ]
    assert found == []


def test_every_page_names_the_zone_of_its_times_but_the_protocol_which_names_its_own() -> None:
    """`base.html` names it once, in a block that other pages leave alone."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    assert "get_current_timezone" in texts["base.html"]
    assert [name for name, text in texts.items() if "{% block zone %}" in text] == ["base.html", "protocol/detail.html"]
    # What stands alone has no times: it is shown when nothing works.
    assert {name for name, text in texts.items() if "<html" in text} == {"base.html", "400.html", "500.html"}
