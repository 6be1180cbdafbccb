"""Files with one kind of damage: each row is read with its values in their columns, or is rejected, or the file is refused."""

from bisect import bisect
from io import BytesIO
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout, layout_of
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.text_rows import Broken
from tests.intake.pollution import FILES, LINES, QUOTED, ROW_POLLUTIONS, ROWS, WHOLE

KNOWN = {row[0]: row for row in ROWS}


def read(content: bytes) -> tuple[Layout, list[tuple[str, ...]], list[Broken]] | None:
    """Layout, rows and rejected lines. None if the file is refused."""
    file = BytesIO(content)
    try:
        layout = layout_of(file, Limits())
    except Unreadable:
        return None
    items = list(layout.source(file, Limits()))
    return (
        layout,
        [tuple(item[1]) for item in items if isinstance(item, tuple)],
        [item for item in items if isinstance(item, Broken)],
    )


def cleaned(cell: str) -> str:
    """A cell without differences that don't matter: quotes of the damage, and ways to end a line."""
    return " ".join(cell.replace('"', "").split())


def differences(content: bytes, rows: list[tuple[str, ...]] | None = None) -> list[str]:
    """What happened to rows silently: shifted or lost."""
    found = read(content)
    return differences_in(found[1], found[2], rows) if found else []


def differences_in(
    read_rows: list[tuple[str, ...]], rejected: list[Broken], rows: list[tuple[str, ...]] | None = None
) -> list[str]:
    wrong, seen = [], set()
    for cells in read_rows:
        whole = KNOWN.get(cells[0].strip('" '))
        if whole is None:
            # Not a row of the table; without its date it will be rejected.
            if any(cells[0] and cells[0] in row[0] for row in ROWS) or cells[2][:4] == "2026":
                wrong.append(f"unknown: {cells}")
            continue
        seen.add(whole[0])
        wrong += [f"{whole[0]}: {a!r} is {b!r}" for a, b in zip(whole, cells, strict=False) if cleaned(a) != cleaned(b)]
        wrong += [f"{whole[0]}: surplus {cell!r}" for cell in cells[len(whole) :] if cell.strip()]
    told = "\n".join(text for bad in rejected for text in (bad.value, *bad.cells))
    wrong += [f"lost: {row[0]}" for row in (ROWS if rows is None else rows) if row[0] not in seen and row[0] not in told]
    return wrong


def rows_apart_from(kind: str, at: int) -> list[tuple[str, ...]]:
    """Rows that must be read or rejected although this line is damaged. A damaged row may no longer be known by its ID."""
    if kind == "cut":
        return list(ROWS[: max(0, at - 1)])
    return [row for row in ROWS if kind.startswith("after") or not at or row is not ROWS[at - 1]]


@pytest.mark.parametrize("kind", sorted(ROW_POLLUTIONS))
def test_damage_to_one_line_shifts_and_loses_nothing_and_costs_at_most_its_neighbours(kind: str) -> None:
    wrong = {}
    for at, text in ROW_POLLUTIONS[kind]:
        found = read(text.encode())
        differing = differences_in(found[1], found[2], rows_apart_from(kind, at)) if found else []
        # Where the last cell of a row is cut, nothing shows it.
        last = f"{ROWS[at - 1][0]}: {ROWS[at - 1][-1]!r} is " if kind.startswith("cut") and at else "-"
        if differing := [each for each in differing if not each.startswith(last)]:
            wrong[at, text] = differing[:3]
        # Without its header a file may be refused. After a cut nothing follows.
        if at and kind != "cut":
            assert found is not None
            assert len(found[1]) >= len(ROWS) - 2
            assert len(found[2]) <= 2
    assert list(wrong.values()) == []


@pytest.mark.parametrize("name", FILES)
def test_damage_to_a_file_never_shifts_or_loses_a_row(name: str) -> None:
    assert differences(FILES[name].encode(), [row for row in ROWS if row[0] in FILES[name]]) == []


REFUSED = {
    "header lacks its last title": FileTrouble.HEADER_UNEVEN,
    "header lacks its first title": FileTrouble.HEADER_UNEVEN,
    "header has a title too many": FileTrouble.HEADER_UNEVEN,
    "row numbers without a title": FileTrouble.HEADER_UNEVEN,
    "separated by spaces": FileTrouble.ONE_COLUMN,
    "separated by # ": FileTrouble.ONE_COLUMN,
}
ABOVE = {"another table above, narrower": 4, "another table above, wider": 10}
PARTLY = {"quotes not escaped", "no quotes"}


@pytest.mark.parametrize("name", FILES)
def test_damaged_file_is_read_completely_unless_its_values_could_be_in_wrong_columns(name: str) -> None:
    if name in REFUSED:
        with pytest.raises(Unreadable, match=REFUSED[name]):
            layout_of(BytesIO(FILES[name].encode()), Limits())
        return
    found = read(FILES[name].encode())
    assert found is not None
    layout, rows, _rejected = found
    expected = {row[0] for row in ROWS if row[0] in FILES[name]}
    assert {row[0] for row in rows} >= expected or name in PARTLY
    assert layout.above == ABOVE.get(name, 0)
    assert layout.has_header == (name not in {"no header", "one row without a header"})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("name", ["in good order", "no header", "two header rows", "preamble", "rows end with a separator"])
def test_damage_in_any_encoding(name: str, encoding: str) -> None:
    found = read(FILES[name].encode(encoding))
    assert found is not None
    assert {row[0] for row in found[1]} == set(KNOWN)
    assert differences(FILES[name].encode(encoding)) == []


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.sampled_from(["", *"\",;|\t\n\r'\\ x"]), st.booleans())
def test_one_wrong_character_anywhere_damages_only_its_row(place: int, character: str, is_quoted: bool) -> None:
    lines = QUOTED if is_quoted else LINES
    whole = "".join(lines)
    place %= len(whole)
    text = whole[:place] + character + whole[place + 1 :]
    ends = list(accumulate(map(len, lines)))
    # A line end that is replaced damages two rows.
    touched = {bisect(ends, place), bisect(ends, place + 2)}
    rows = [row for at, row in enumerate(ROWS, start=1) if at not in touched]
    about = [f"{ROWS[at - 1][0]}: " for at in touched if 0 < at <= len(ROWS)] + ["unknown: "]
    assert [each for each in differences(text.encode(), rows) if not each.startswith(tuple(about))] == []
