"""The page “Data about you” and its PDF: first what concerns the reader, the organisation's own statement, and one content."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from core.release import version
from desk import data_statement
from people.actions import state_privacy
from people.data_registry import uses
from people.identity import Role
from people.models import User
from protocol import pdf
from tests.factories.people import Personas
from tests.protocol.structure import structure_of

SignIn = Callable[[User], Client]
DAY = date(2026, 3, 1)


def page(client: Client, **search: str) -> str:
    return client.get(reverse("desk:data_about_you"), search).content.decode()


def state(personas: Personas, **stated: Any) -> None:
    nothing = {"privacy_contact": "", "legal_basis": "", "works_agreement": "", "works_agreement_on": None}
    state_privacy(actor=personas.administrator, **{**nothing, **stated})


def test_page_shows_every_use_once(personas: Personas, sign_in: SignIn) -> None:
    html = page(sign_in(personas.agent))
    for use in uses():
        assert html.count(f'id="{use.key}"') == 1
        assert escape(str(use.title)) in html
        assert all(escape(str(kept)) in html for kept in use.kept)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("agent", "About you as an agent"),
        ("reviewer", "About you as a QA reviewer"),
        ("ops", "About you as a member of operations"),
    ],
)
def test_reader_sees_first_what_concerns_their_role(personas: Personas, sign_in: SignIn, name: str, first: str) -> None:
    html = page(sign_in(getattr(personas, name)))
    titles = re.findall(r'<h2 class="card-title[^"]*" id="title-\w+">(.*?)</h2>', html)
    assert titles == [first, "About everyone here", "About people with other roles"]


def test_use_of_several_roles_is_shown_under_the_first() -> None:
    groups = {group.key: {use.key for use in group.uses} for group in data_statement.groups_for({Role.AGENT, Role.REVIEWER})}
    assert "scripts_read" in groups["agent"]
    assert "reviewers_work" in groups["reviewer"]
    assert "record" in groups["everyone"]
    assert "api_tokens" in groups["others"]
    assert sum(map(len, groups.values())) == len(uses())


def test_own_pages_are_linked_only_for_people_who_have_one(personas: Personas, sign_in: SignIn) -> None:
    card = f'href="{reverse("feedback:own_card")}"'
    agents, reviewers = (page(sign_in(each)).partition('id="uses"')[2] for each in (personas.agent, personas.reviewer))
    assert card in agents
    assert card not in reviewers


def test_search_finds_words_in_any_part(personas: Personas, sign_in: SignIn) -> None:
    html = page(sign_in(personas.agent), q="falling rising")
    assert re.findall(r'<details class="data-use"\s+id="(\w+)"\s+open', html) == ["trend"]
    assert "Nothing found" in page(sign_in(personas.agent), q="horoscope")


def test_periods_follow_the_settings(personas: Personas, sign_in: SignIn, settings: Any) -> None:
    settings.RETENTION_LOOKS_DAYS = 111
    assert "Deleted after 111 days." in page(sign_in(personas.agent))


def test_statement_of_the_organisation_is_shown(personas: Personas, sign_in: SignIn) -> None:
    assert "No contact is stated yet." in page(sign_in(personas.agent))
    state(
        personas,
        privacy_contact="dpo@example.org",
        legal_basis="Article 6(1)(f); <b>agreed</b>",
        works_agreement="Agreement 12",
        works_agreement_on=DAY,
    )
    html = page(sign_in(personas.agent))
    for text in ("dpo@example.org", "Article 6(1)(f); &lt;b&gt;agreed&lt;/b&gt;", "Agreement 12 of"):
        assert text in html


def test_pdf_has_the_content_of_the_page(personas: Personas, sign_in: SignIn) -> None:
    answer = sign_in(personas.agent).get(reverse("desk:data_about_you_pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b"pdfuaid:part" in answer.content
    structure_of(answer.content)
    told = str(data_statement.document(DAY).as_json())
    for use in uses():
        for words in (use.title, use.what, use.purpose, use.source, use.basis.label, *use.kept):
            assert repr(str(words))[1:-1] in told


@pytest.mark.django_db
def test_pdf_is_the_same_for_the_same_content_and_day() -> None:
    first = pdf.render(data_statement.document(DAY), language="en")
    assert first.unshown == ""
    assert first.content == pdf.render(data_statement.document(DAY), language="en").content


@pytest.mark.django_db
def test_content_number_changes_with_the_content_only(personas: Personas, settings: Any) -> None:
    before = data_statement.content_hash()
    assert before in data_statement.document(DAY).record
    assert version() in data_statement.document(DAY).record
    assert data_statement.content_hash() == before
    settings.RETENTION_LOOKS_DAYS = 30
    shorter = data_statement.content_hash()
    state(personas, works_agreement="Agreement 12")
    assert len({before, shorter, data_statement.content_hash()}) == 3


def test_page_names_what_is_ranked_and_claims_nothing(personas: Personas, sign_in: SignIn) -> None:
    html = page(sign_in(personas.agent))
    for text in ("rule version 3", "The ranking is a proposal", "Handle time is never a target", "statement of conformity"):
        assert text in html
