"""The three formats of a document have the same content, and no text turns into markup."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from protocol import fonts, markdown, pdf
from protocol.document import Document, Paragraph, ProtocolFacts, ProtocolPart, ProtocolSection, ProtocolTable, document_from

NASTY = 'Ω #let x = 1 *b* `c` <script>alert(1)</script> | [a](b) $x$ @ref \\ "q"'

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)


def document(text: str) -> Document:
    section = ProtocolSection(
        "team",
        "Team",
        (
            Paragraph(text, "journal 1"),
            ProtocolFacts((("Lead", text, "crisis 1"),)),
            ProtocolTable(("When", "What", "Source"), ((text, "joined", "journal 2"),), "Nobody."),
            ProtocolTable(("When", "What", "Source"), (), "Nobody."),
        ),
    )
    return Document(
        "Storm", "1 March 2026", "Europe/Berlin", "journal 3, entry 9", (ProtocolPart("a", "What happened", (section,)),)
    )


@given(texts)
def test_json_reads_back_as_the_same_document(text: str) -> None:
    assert document_from(json.loads(json.dumps(document(text).as_json()))) == document(text)


@given(texts)
@settings(deadline=None)
def test_markdown_shows_texts_as_they_are(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown.render(document(text)))
    kinds = {child.type for token in tokens for child in token.children or []}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close", "softbreak", "hardbreak"}
    shown = ["".join(child.content for child in token.children or []) for token in tokens if token.type == "inline"]
    wanted = " ".join(text.split())
    assert any(" ".join(words.split()) == f"{wanted} [journal 1]".strip() for words in shown)


def test_markdown_escapes_what_would_be_markup() -> None:
    html = MarkdownIt("commonmark").enable("table").render(markdown.render(document(NASTY)))
    assert "<script>" not in html
    assert "<a " not in html
    assert html.count("<table>") == 1


def test_the_pdf_is_accessible_and_the_same_every_time() -> None:
    made = pdf.render(document(NASTY), language="en").content
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid:part" in made
    assert made == pdf.render(document(NASTY), language="en").content


def test_text_without_a_font_is_reported_and_the_pdf_is_created() -> None:
    made = pdf.render(document("Calm 𓀀𓀁 voices"), language="en")
    assert made.unshown
    assert made.unshown in "𓀀𓀁"
    assert made.content.startswith(b"%PDF-")
    assert b"pdfuaid:part" not in made.content
    assert pdf.render(document("Calm voices"), language="en").unshown == ""


@pytest.mark.parametrize("text", ["请稍候，我们马上退款。", "返金いたします", "환불해 드립니다", "سنعيد لك المال"])
def test_pdf_shows_chinese_japanese_korean_and_arabic(text: str) -> None:
    made = pdf.render(document(text), language="en")
    assert made.unshown == ""
    assert b"pdfuaid:part" in made.content


def test_font_packages_that_are_not_installed_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "PACKAGES", ("no_such_fonts", "typst"))
    assert [Path(folder).name for folder in fonts.folders()] == ["typst"]


@given(texts)
@settings(deadline=None, max_examples=20)
def test_no_text_breaks_the_pdf(text: str) -> None:
    assert pdf.render(document(text), language="en").content.startswith(b"%PDF-")
