"""Sources of a protocol are notes, and labels, values and headers of tables belong together for screen readers."""

from django.template.loader import render_to_string

from protocol import markdown, pdf
from protocol.document import Block, Document, Paragraph, ProtocolFacts, ProtocolPart, ProtocolSection, ProtocolTable
from tests.protocol.structure import structure_of

STATEMENT = Paragraph("The belt is repaired.", "journal 12")
SHARED = ProtocolFacts((("Kind", "Internal", "crisis 4"), ("Severity", "Critical", "crisis 4")))
MIXED = ProtocolFacts((("Lead", "Marloes", "crisis 4"), ("Result", "10 selected", "selection 2")))
TABLE = ProtocolTable(
    ("When", "What", "Source"), (("22 Nov", "Activated", "journal 1"), ("29 Nov", "Resolved", "journal 9")), "–"
)


def document(*blocks: Block) -> Document:
    part = ProtocolPart("a", "A. What happened", (ProtocolSection("identity", "Identity", blocks),))
    return Document("Protocol: Storm Imke", "Version 1", "Europe/Berlin", "journal 3", (part,))


def made(*blocks: Block, language: str = "en-gb") -> bytes:
    return pdf.render(document(*blocks), language=language).content


def page(*blocks: Block) -> str:
    return " ".join(render_to_string("protocol/_document.html", {"document": document(*blocks)}).split())


def test_pdf_has_a_title_and_a_language() -> None:
    content = made(SHARED)
    assert b"<dc:title>" in content
    assert b"Protocol: Storm Imke" in content
    assert b"/DisplayDocTitle true" in content
    assert b"/Lang(en)" in content
    assert b"/Lang(de)" in made(SHARED, language="de")


def test_pdf_lists_each_label_with_its_value() -> None:
    (facts,) = structure_of(made(SHARED)).all("L")
    # The last item is the source that all of them share.
    assert facts.outline == ("LI", "LI", "LI")
    assert all(item.outline == ("Lbl", "LBody") for item in facts.children)
    assert not list(facts.all("Note"))


def test_pdf_has_other_sources_as_footnotes() -> None:
    tree = structure_of(made(STATEMENT, MIXED))
    notes = list(tree.all("Note"))
    assert len(notes) == 3
    assert [note.outline for note in notes] == [("Lbl",)] * 3
    assert len(list(tree.all("L"))) == 1
    assert all(len(list(item.all("Note"))) == 1 for item in tree.all("LI"))


def test_pdf_marks_the_headers_of_columns_and_rows() -> None:
    (table,) = structure_of(made(TABLE)).all("Table")
    assert table.outline == ("THead", "TBody")
    head, body = table.children
    assert [row.outline for row in head.children] == [("TH", "TH", "TH")]
    assert [row.outline for row in body.children] == [("TH", "TD", "TD")] * 2
    assert all(b"/Scope/Column" in header.body for header in head.all("TH"))
    assert all(b"/Scope/Row" in header.body for header in body.all("TH"))
    # A cell with a list of headers would not get that of its row.
    assert not any(b"/Headers" in cell.body for cell in table.all("TD"))


def test_wide_and_long_tables_have_a_header_in_each_row() -> None:
    columns = tuple(f"Column {number}" for number in range(12))
    rows = tuple(tuple(f"{row}.{column}" for column in range(12)) for row in range(70))
    content = made(TABLE, ProtocolTable(columns, rows, "No entries."))
    _first, second = structure_of(content).all("Table")
    assert {row.outline for body in second.children[1:] for row in body.children} == {("TH", *["TD"] * 11)}
    assert len(list(second.all("TD"))) == 70 * 11


def test_marked_headers_leave_every_offset_of_the_file_valid() -> None:
    content = made(SHARED, TABLE)
    first = int(content.rsplit(b"startxref", 1)[1].split()[0])
    _xref, size, *entries = content[first:].split(b"\n")
    count = int(size.split()[1])
    offsets = {number: int(entries[number].split()[0]) for number in range(1, count)}
    assert offsets
    assert all(content[offset:].startswith(b"%d 0 obj" % number) for number, offset in offsets.items())


def test_pdf_headings_go_down_level_by_level() -> None:
    tree = structure_of(made(SHARED, TABLE))
    assert [role for role in tree.outline if role.startswith("H")] == ["H1", "H2", "H3"]


def test_page_has_sources_as_notes_below_what_they_belong_to() -> None:
    assert '<p class="protocol-source">Source: journal 12</p>' in page(STATEMENT)
    assert "[" not in page(STATEMENT, SHARED, MIXED, TABLE)
    shared = page(SHARED)
    assert shared.count("crisis 4") == 1
    assert '<dt class="col-sm-4 protocol-source">Source</dt>' in shared
    mixed = page(MIXED)
    assert '<div class="protocol-source">Source: crisis 4</div>' in mixed
    assert '<div class="protocol-source">Source: selection 2</div>' in mixed


def test_page_marks_the_headers_of_columns_and_rows() -> None:
    shown = page(TABLE)
    assert shown.count('<th scope="col">') == 3
    assert shown.count('<th scope="row"') == 2


def test_markdown_names_a_shared_source_once() -> None:
    assert markdown.render(document(SHARED)).endswith(
        "- **Kind:** Internal\n- **Severity:** Critical\n- **Source:** crisis 4\n"
    )
    assert markdown.render(document(MIXED)).endswith(
        "- **Lead:** Marloes \\[crisis 4\\]\n- **Result:** 10 selected \\[selection 2\\]\n"
    )


def test_facts_without_a_source_have_no_note() -> None:
    plain = ProtocolFacts((("Kind", "Internal", ""), ("Severity", "Critical", "")))
    assert "Source" not in page(plain)
    assert "Source" not in markdown.render(document(plain))
    (facts,) = structure_of(made(plain)).all("L")
    assert facts.outline == ("LI", "LI")
