"""Scripts as Markdown files and as a table: what is written is read again, and bad files are refused with a reason."""

import csv
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_library.models import LONGEST_TEXT, ScriptVersion
from scripts_library.script_files import contents, folders
from scripts_library.script_files.contents import HEADINGS, FileRefusedError, ProblemError, RejectedScript, ScriptFile
from scripts_library.script_files.folders import as_folder, read_folder
from scripts_library.script_files.markdown_files import as_markdown, read_markdown
from scripts_library.script_files.sheets import COLUMNS, escaped, read_sheet, sheet_rows, unescaped
from scripts_library.script_files.uploads import read_upload

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
LINES = st.lists(
    WORDS | st.sampled_from(["## Plan B", "\\## x", "---", "- a", "=1+1", "'", "'-", "@a", "", "{name}", "|"]), max_size=6
)
TEXTS = LINES.map(lambda lines: contents.normal("\n".join(lines)))
TITLES = (WORDS | st.sampled_from(["no", "~", "2026-01-01", "a: b", "- x", "=A1", "'q", "# x", "[", "null", "*a", "&b"])).map(
    str.strip
)
SCRIPTS = st.builds(
    ScriptFile,
    title=TITLES.filter(bool),
    owner=st.sampled_from(["", "ada@example.org", "Ada: L"]),
    channel=st.sampled_from(["", "chat", "phone"]),
    language=st.sampled_from(["en", "no", "pt-br", ""]),
    state=st.sampled_from(["", "draft"]),
    variant_of=TITLES,
    texts=st.fixed_dictionaries({name: TEXTS.filter(bool) if name == "situation" else TEXTS for name in HEADINGS}),
)


def same(first: ScriptFile, second: ScriptFile) -> bool:
    facts = ("title", "owner", "channel", "language", "state", "variant_of", "texts")
    return all(getattr(first, name) == getattr(second, name) for name in facts)


def table(scripts: list[ScriptFile]) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows([COLUMNS, *sheet_rows(scripts)])
    return target.getvalue().encode("utf-8-sig")


def zipped(files: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_files_have_all_texts_of_a_version() -> None:
    assert list(HEADINGS) == ScriptVersion.TEXTS
    assert contents.LONGEST_TEXT == LONGEST_TEXT
    assert contents.LONGEST_TITLE == 200


@given(SCRIPTS)
def test_markdown_file_is_read_as_it_was_written(script: ScriptFile) -> None:
    assert same(read_markdown(as_markdown(script), source="x.md"), script)


@given(st.lists(SCRIPTS, max_size=3))
def test_table_and_folder_are_read_as_they_were_written(scripts: list[ScriptFile]) -> None:
    for content in (table(scripts), as_folder(scripts)):
        found, rejected = read_upload(content, name="scripts")
        assert rejected == []
        assert all(map(same, found, scripts))
        assert len(found) == len(scripts)


@given(WORDS | st.sampled_from(["=1", "'=1", "''", "-", "- item", "+1", "-1.5", "@x", "\tx", "'tis", "'"]))
def test_no_cell_is_a_formula_and_its_text_comes_back(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "@", "\t", "\r"))


GOOD = "---\ntitle: Refund\n---\n\n## Situation\n\nLate.\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "three hyphens"),
        ("title: x", 1, "three hyphens"),
        ("---\ntitle: x\n", 1, "ends the fields"),
        ("---\ntitle: a: b\n---\n", 2, "YAML"),
        ("---\ntitle: &x a\nowner: *x\n---\n", 2, "YAML"),
        ("---\n" + "[" * 3000 + "\n---\n", 2, "YAML"),
        ("---\ntitle: [a]\n---\n", 2, "Each field"),
        ("---\ntitle: !!int 5\n---\n", 2, "Each field"),
        ("---\ntitle: !!python/object/apply:os.system [ls]\n---\n", 2, "YAML"),
        ("---\n- a\n---\n", 2, "Each field"),
        ("---\ntitle: " + "x" * 4001 + "\n---\n", 2, "longer than 4000"),
        ("---\nname: x\n---\n", None, "no field called name"),
        ("---\ntitle: !!bool x\n---\n", 2, "YAML"),
        ('---\ntitle: "A\\0"\n---\n', None, "control character"),
        ('---\ntitle: A\n"b\\0": x\n---\n', None, "control character"),
        ('---\ntitle: "A\\ud83d"\n---\n', None, "control character"),
        ("---\ntitle: A\n---\n## foo\x00\n", 4, "control character"),
        ("---\nowner: x\n---\n", None, "title is missing"),
        ("---\ntitle: " + "x" * 201 + "\n---\n", None, "longer than 200"),
        ("---\ntitle: x\nchannel: fax\n---\n## Situation\na", None, "isn't a channel"),
        ("---\ntitle: x\nlanguage: English\n---\n## Situation\na", None, "code of a language"),
        ("---\ntitle: x\n---\n", None, "“Situation” is missing"),
        ("---\ntitle: x\n---\nHello\n## Situation", 4, "before the first heading"),
        ("---\ntitle: x\n---\n## Greeting\n", 4, "no text called “Greeting”"),
        ("---\ntitle: x\n---\n## Situation\na\n## situation\nb", 6, "there twice"),
        ("---\ntitle: x\n---\n## Situation\n" + "x" * 4001, None, "longer than 4000"),
        ("---\ntitle: x\n---\n## Situation\na\x00b", None, "control character"),
    ],
)
def test_each_bad_file_is_refused_with_its_line_and_reason(text: str, line: int | None, reason: str) -> None:
    with pytest.raises(ProblemError, match=reason) as refused:
        read_markdown(text, source="x.md")
    assert refused.value.line == line


def test_file_from_another_computer_is_read() -> None:
    script = read_markdown(
        "---\r\ntitle: No\r\nlanguage: NO\r\n---\r\n##  what to SAY ##\r\nHei\r\n\r\n## Situation\r\nx", source="x"
    )
    assert (script.title, script.language, script.texts["what_to_say"]) == ("No", "no", "Hei")


def test_names_in_a_zip_lead_nowhere() -> None:
    names = ["../../etc/passwd.md", "/root/a.md", "C:\\x.md", "a/../b.md"]
    found, rejected = read_folder(zipped(dict.fromkeys(names, GOOD)))
    assert [script.title for script in found] == ["Refund"] * 4
    assert rejected == []


def test_other_files_are_named_and_files_of_the_computer_are_not() -> None:
    files: dict[str, bytes | str] = {
        "a.md": GOOD,
        "b.txt": "x",
        "c.md": b"\xff\n\xfe",
        "__MACOSX/a.md": "x",
        "x/.DS_Store": "x",
        "d.md": b"line\n\xff",
    }
    found, rejected = read_folder(zipped(files))
    assert len(found) == 1
    assert [(each.source, each.line) for each in rejected] == [("b.txt", None), ("c.md", 1), ("d.md", 2)]


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _found, rejected = read_folder(zipped({"bomb.md": b"0" * 50_000_000}))
    assert "larger than 200 kB" in rejected[0].reason
    monkeypatch.setattr(folders, "MOST_BYTES", 2 * len(GOOD))
    assert len(read_folder(zipped({"a.md": GOOD, "b.md": GOOD}))[0]) == 2
    with pytest.raises(FileRefusedError, match="unpacked files"):
        read_folder(zipped({"a.md": GOOD, "b.md": GOOD, "c.md": GOOD}))
    monkeypatch.setattr(folders, "MOST_SCRIPTS", 2)
    with pytest.raises(FileRefusedError, match="more than 2 files"):
        read_folder(zipped({"a.md": GOOD, "b.md": GOOD, "c.md": GOOD}))


@pytest.mark.parametrize("content", [b"PK", b"PK\x03\x04rest", zipped({"a.md": GOOD})[:-30]])
def test_damaged_zip_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefusedError, match="damaged"):
        read_upload(content, name="a.zip")


def test_damaged_member_is_rejected() -> None:
    content = bytearray(zipped({"a.md": GOOD * 50, "b.md": GOOD}))
    content[45] ^= 0xFF
    found, rejected = read_folder(bytes(content))
    assert [each.source for each in rejected] == ["a.md"]
    assert len(found) == 1


@given(st.binary(max_size=200).map(lambda rest: b"PK\x03\x04" + rest) | st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(FileRefusedError):
        found, rejected = read_upload(content, name="x")
        assert all(each.title for each in found)
        assert all(each.reason for each in rejected)


HEADER = "title;situation;What to say"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "first row"),
        ("a,b\n1,2", "first row"),
        ("title,situation,colour\n", "no column called “colour”"),
        ("title,situation,Situation\n", "there twice"),
        (b"title,situation\n\xff,x".decode("latin-1").encode("utf-16").decode("latin-1"), "first row"),
    ],
)
def test_each_bad_table_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FileRefusedError, match=reason):
        read_sheet(text.encode(), source="x.csv")


def test_bad_rows_are_rejected_with_their_line() -> None:
    text = f'{HEADER}\r\nA;"two\r\nlines";x\r\n;s;x\r\n\r\nB;s\r\nC;s;y\r\nD;"open'
    found, rejected = read_sheet(text.encode(), source="x.csv")
    assert [(script.title, script.line) for script in found] == [("A", 2), ("C", 7)]
    assert found[0].texts["situation"] == "two\nlines"
    assert [each.line for each in rejected] == [4, 6, 8]
    assert "2 cells instead of 3" in rejected[1].reason
    assert isinstance(rejected[0], RejectedScript)


def test_rows_beyond_the_limit_are_said_to_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts_library.script_files.sheets.MOST_SCRIPTS", 2)
    found, rejected = read_sheet(b"title,situation\na,a\nb,b\nc,c\nd,d", source="x.csv")
    assert (len(found), [each.line for each in rejected]) == (2, [4])
