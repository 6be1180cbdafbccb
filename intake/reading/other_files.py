"""Files that aren't feedback, recognised by their beginning."""

import json
import re
from collections.abc import Mapping

from intake.reading.reasons import FileTrouble, Unreadable

# First bytes of files that aren't feedback.
SIGNS: Mapping[bytes, FileTrouble] = {
    b"%PDF": FileTrouble.DOCUMENT,
    b"BEGIN:VC": FileTrouble.CALENDAR,
    b"{\\rtf": FileTrouble.DOCUMENT,
    b"\x1f\x8b": FileTrouble.ARCHIVE,
    b"BZh": FileTrouble.ARCHIVE,
    b"\xfd7zXZ": FileTrouble.ARCHIVE,
    b"7z\xbc\xaf\x27\x1c": FileTrouble.ARCHIVE,
    b"Rar!": FileTrouble.ARCHIVE,
    b"\x28\xb5\x2f\xfd": FileTrouble.ARCHIVE,
}
LONGEST_SIGN = 8
_WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|table|script|!--)", re.IGNORECASE)


def refuse_by_sign(head: bytes) -> None:
    """Refuse a file whose first bytes are those of a document, an archive or the like."""
    for sign, trouble in SIGNS.items():
        if head.startswith(sign):
            raise Unreadable(trouble)


def refuse_what_is_no_table(text: str) -> None:
    """Refuse a web page, other markup, and a list that has no records."""
    if _WEB_PAGE.match(text):
        raise Unreadable(FileTrouble.WEB_PAGE)
    if text.lstrip().startswith("<"):
        raise Unreadable(FileTrouble.NOT_TEXT)
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not any(isinstance(value, dict) for value in values):
        raise Unreadable(FileTrouble.NO_RECORDS)
