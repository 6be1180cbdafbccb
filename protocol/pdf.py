"""A protocol, or another document of its structure, as PDF/UA, set by Typst. Texts are data, never Typst source."""

import json
import re
from pathlib import Path
from typing import Literal

import typst
from django.utils.translation import gettext as _

from protocol import fonts
from protocol.document import Document, Rendered

# Typst's warning for a text without a font.
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
# A data cell of a table as Typst writes it, with its column and the header of that column.
_DATA_CELL = re.compile(rb"(?<=/Type/StructElem/S/)TD(/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x(\d+)y\d+\)\])")
_TEMPLATE = Path(__file__).with_name("protocol.typ")


def render(document: Document, *, language: str) -> Rendered:
    """The document as PDF: the same bytes for the same document on the same machine.

    It is PDF/UA-1 (accessible) if the installed fonts have every character. The standard forbids characters without a glyph,
    but a protocol with one strange character is better than none: then it is an ordinary tagged PDF, and the result names the
    first such text.
    """
    words = {
        "language": language,
        "times": _("Times are in %(zone)s.") % {"zone": document.zone} if document.zone else "",
        "source": _("Source"),
    }
    data = json.dumps({**document.as_json(), **words}, ensure_ascii=False)
    try:
        return Rendered(_set(data, ["ua-1"]))
    except typst.TypstError as error:
        unshown = _UNSHOWN.search(str(error))
        return Rendered(_set(data, []), unshown=unshown[1] if unshown else "")


def _set(data: str, standards: list[Literal["ua-1"]]) -> bytes:
    pdf = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"document": data},
        format="pdf",
        pdf_standards=list(standards),
        timestamp=0,
        font_paths=fonts.known_fonts(),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst set several files where one was wanted.")
    return _DATA_CELL.sub(_with_row_header, pdf)


def _with_row_header(cell: re.Match[bytes]) -> bytes:
    """The first cell of a row as its header. Typst can do this only with a feature flag that its wheel cannot set.

    Cells that name their headers would not get that of their row, so they leave it to the scope of the headers. Offsets in the
    file stay valid, because nothing changes its length.
    """
    start, headers, column = cell.groups()
    if column == b"0":
        return b"TH" + start + b"/Scope/Row".ljust(len(headers))
    return b"TD" + start + b" " * len(headers)
