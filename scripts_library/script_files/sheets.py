"""Scripts as a CSV table with a row for each script."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.escaping import FORMULA_STARTS, csv_cell
from scripts_library.script_files.contents import (
    FACTS,
    HEADINGS,
    MOST_SCRIPTS,
    FileRefusedError,
    ProblemError,
    RejectedScript,
    ScriptFile,
    checked,
    decoded,
    normal,
)

if TYPE_CHECKING:
    from _csv import Reader

COLUMNS = (*FACTS, *HEADINGS.values())
_DELIMITERS = (",", ";", "\t")
_NAMES = {heading.casefold(): name for name, heading in HEADINGS.items()} | {name: name for name in HEADINGS}
_QUOTED_STARTS = ("'", *FORMULA_STARTS)


def sheet_rows(scripts: Iterable[ScriptFile]) -> Iterator[list[str]]:
    """The rows of a table, with cells that no spreadsheet runs as a formula."""
    for script in scripts:
        facts = (script.title, script.owner, script.channel, script.language, script.state, script.variant_of)
        yield [escaped(value) for value in (*facts, *(normal(script.texts.get(name, "")) for name in HEADINGS))]


def escaped(value: str) -> str:
    """The cell of a text. An apostrophe at the start of the text is doubled, so that `unescaped` finds the text again."""
    return f"'{value}" if value.startswith("'") else csv_cell(value)


def unescaped(cell: str) -> str:
    """The text of a cell, without the apostrophe with which `escaped` protects it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_QUOTED_STARTS) else cell


def read_sheet(content: bytes, *, source: str) -> tuple[list[ScriptFile], list[RejectedScript]]:
    """The scripts in a CSV table, and the rows that can't be imported. `FileRefusedError` if it isn't such a table."""
    try:
        text = decoded(content)
    except ProblemError as problem:
        raise FileRefusedError(problem.reason) from problem
    first = text.lstrip().partition("\n")[0].casefold()
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    scripts: list[ScriptFile] = []
    rejected: list[RejectedScript] = []
    try:
        names = _names(next(reader, []))
        _read_rows(reader, names, source, scripts, rejected)
    except csv.Error:
        reason = _("A quotation mark is missing or in the wrong place, or a cell is far too long. The rest wasn't read.")
        rejected.append(RejectedScript(source, reason, reader.line_num))
    return scripts, rejected


def _names(header: list[str]) -> list[str]:
    names = [_NAMES.get(cell.strip().casefold(), cell.strip().casefold()) for cell in header]
    if "title" not in names or "situation" not in names:
        raise FileRefusedError(
            _("The first row must name the columns, with at least “title” and “%(situation)s”.")
            % {"situation": HEADINGS["situation"]}
        )
    if unknown := [cell for cell, name in zip(header, names, strict=True) if name not in {*FACTS, *HEADINGS}]:
        raise FileRefusedError(
            _("There is no column called “%(name)s”. Columns are %(known)s.")
            % {"name": unknown[0][:60], "known": ", ".join(COLUMNS)}
        )
    if len(set(names)) < len(names):
        raise FileRefusedError(_("A column is there twice. Keep one of them."))
    return names


def _read_rows(
    reader: "Reader", names: list[str], source: str, scripts: list[ScriptFile], rejected: list[RejectedScript]
) -> None:
    following = reader.line_num + 1
    for row in reader:
        started, following = following, reader.line_num + 1
        if not any(cell.strip() for cell in row):
            continue
        if len(scripts) + len(rejected) == MOST_SCRIPTS:
            reason = _("Only the first %(most)d scripts of a file are imported. Split the file.") % {"most": MOST_SCRIPTS}
            rejected.append(RejectedScript(source, reason, started))
            return
        if len(row) != len(names):
            reason = _("This row has %(cells)d cells instead of %(columns)d.") % {"cells": len(row), "columns": len(names)}
            rejected.append(RejectedScript(source, reason, started))
            continue
        values = {name: unescaped(cell) for name, cell in zip(names, row, strict=True)}
        facts = {name: value for name, value in values.items() if name in FACTS}
        try:
            scripts.append(checked(facts, {name: values.get(name, "") for name in HEADINGS}, source=source, line=started))
        except ProblemError as problem:
            rejected.append(RejectedScript(source, problem.reason, problem.line))
