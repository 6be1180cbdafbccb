"""The help page shows every term of docs/glossary.md, and other pages link to it."""

from collections.abc import Callable

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from core.glossary import glossary, sections_of
from people.models import User
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
TERMS = [term for section in glossary() for term in section.terms]


def test_glossary_has_each_term_once() -> None:
    assert [section.title for section in glossary()][:2] == ["People and teams", "Customer satisfaction"]
    assert len(TERMS) > 60
    assert len({term.anchor for term in TERMS}) == len(TERMS)
    assert all(term.name and term.meaning for term in TERMS)


@pytest.mark.parametrize("header", ["| term | meaning |", "| term | not | meaning |", "| term | meaning | not | more |"])
def test_table_with_other_columns_is_refused(header: str) -> None:
    rule = "| --- " * (header.count("|") - 1) + "|"
    with pytest.raises(ValueError, match="Selection"):
        sections_of(f"## Selection\n\n{header}\n{rule}\n| spot | a position |\n")


def test_help_page_explains_each_term(personas: Personas, sign_in: SignIn) -> None:
    page = sign_in(personas.agent).get(reverse("desk:glossary")).content.decode()
    missing = [term.name for term in TERMS if f'id="{term.anchor}"' not in page or escape(term.meaning) not in page]
    assert missing == []


def test_term_links_to_its_meaning() -> None:
    link = Template('{% term "adjusted CSAT" %}').render(Context())
    assert f'href="{reverse("desk:glossary")}#adjusted-csat"' in link
    assert "blended with average responses" in link


def test_unknown_term_is_refused() -> None:
    with pytest.raises(KeyError):
        Template('{% term "the band" %}').render(Context())
