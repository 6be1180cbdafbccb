"""Codes of the reading as sentences that say what is wrong and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.reading.reasons import Reason, Trouble

REASONS: Mapping[str, Promise] = {
    Reason.CELLS_MISSING: _("The row has fewer cells than the header. The file may stop in the middle of it."),
    Reason.CELLS_EXTRA: _("The row has more cells than the header. Put cells that contain the separator in quotes."),
    Reason.QUOTES: _("A quote is opened and never closed, or stands inside a quoted cell without being doubled."),
    Reason.CELL_TOO_LONG: _("A cell is longer than allowed."),
    Reason.NUL: _("The row contains a NUL character."),
    Reason.CHARACTERS: _("The row contains characters that do not fit the file's encoding."),
    Reason.DATE: _("This is not a date in the format chosen."),
    Reason.TIME: _("This is not a time of day."),
    Reason.DATE_MISSING: _("The date is missing."),
    Reason.NUMBER: _("This is not a number."),
    Reason.DURATION: _("This is not a duration."),
    Reason.YES_OR_NO: _("This is neither yes nor no."),
    Reason.SCALE: _("This rating is not on the scale."),
    Reason.VALUE_TOO_LONG: _("This is longer than allowed."),
}

TROUBLES: Mapping[Trouble, Promise] = {
    Trouble.EMPTY: _("The file is empty. Export it again and choose the new file."),
    Trouble.HEADER_ONLY: _("The file has a header but no rows. Export it again for a period with feedback."),
    Trouble.NOT_TEXT: _("This is not a text file. Export the feedback as CSV and choose that file."),
    Trouble.SPREADSHEET: _("This is a workbook. Save it as CSV in your spreadsheet program and choose that file."),
    Trouble.ONE_COLUMN: _("Only one column was found. Separate the columns with commas, semicolons or tabs."),
    Trouble.TOO_MANY_COLUMNS: _("The file has more than %(about)s columns. Export only those that are needed."),
    Trouble.NO_HEADER: _("The first line could not be read as a header. It must name the columns."),
    Trouble.COLUMN_TWICE: _("The header names a column twice: %(about)s. Rename one of them."),
    Trouble.FILE_TOO_LARGE: _("The file is larger than %(about)s MB. Split it, for example by month, and import the parts."),
    Trouble.TOO_MANY_ROWS: _("The file has more than %(about)s rows. Split it, for example by month, and import the parts."),
    Trouble.COLUMNS_UNKNOWN: _(
        "The columns of this file are not known. Upload it on the page Imports and say there what they mean, or name a profile."
    ),
    Trouble.DATES_AMBIGUOUS: _(
        "The dates in the column %(about)s can be read in two ways. Upload the file on the page Imports and choose one there."
    ),
    Trouble.DATES_UNKNOWN: _("The column %(about)s holds no dates that can be read. Check the column and export it again."),
    Trouble.COLUMNS_MISSING: _("These columns are missing: %(about)s. Choose another file or match the columns again."),
}


def trouble_sentence(trouble: Trouble, about: str = "") -> str:
    return str(TROUBLES[trouble]) % {"about": about}


def reason_sentence(reason: str) -> str:
    """The sentence for a stored reason; the code itself for one that a later version has dropped."""
    return str(REASONS.get(reason, reason))
