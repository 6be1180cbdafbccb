"""Codes of the reading as sentences that say what is wrong and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.reading.reasons import Reason, Trouble

REASONS: Mapping[str, Promise] = {
    Reason.CELLS_MISSING: _("The row has fewer cells than the header. The file may stop in the middle of it."),
    Reason.CELLS_EXTRA: _("The row has more cells than the header. Put cells that contain the separator in quotes."),
    Reason.QUOTES: _("A quote is opened and never closed, or stands inside a quoted cell without being doubled."),
    Reason.LINE_END: _("A line ends here in another way than the others do. Put cells that hold line ends in quotes."),
    Reason.CELL_TOO_LONG: _("A cell is longer than allowed."),
    Reason.ROW_TOO_LONG: _("The texts of this row are longer than allowed, taken together. Shorten them."),
    Reason.NUL: _("The row contains a character that no text has. The file may be damaged: export it again."),
    Reason.CHARACTERS: _("Some letters of this row are damaged. Export the file again, as “CSV UTF-8” if you can choose."),
    Reason.DATE: _("This is not a date in the way chosen. Choose how dates are written, or mend the cell."),
    Reason.TIME: _("This is not a time of day, such as 14:30."),
    Reason.DATE_MISSING: _("The date is missing."),
    Reason.NUMBER: _("This is not a number."),
    Reason.DURATION: _("This is not a length of time, such as 143, 2:23 or 2m 23s."),
    Reason.YES_OR_NO: _("This is neither yes nor no."),
    Reason.SCALE: _(
        "This rating is not one of the scale from the lowest to the highest. Say what it stands for, or mend the cell."
    ),
    Reason.OTHER_SCALE: _(
        "This rating is out of another number than the highest rating. Say which is the highest, or what this one stands for."
    ),
    Reason.INSTRUMENT: _("This is not a question that is known: CSAT, NPS or CES."),
    Reason.ID: _("The id of the contact is not where this source has it."),
    Reason.ID_SHORTENED: _(
        "A spreadsheet program has shortened this id to a number. Export the file again and import it without opening it there."
    ),
    Reason.VALUE_TOO_LONG: _("This is longer than allowed."),
    Reason.BREAKS_OFF: _(
        "From here on the file cannot be read: it stops in the middle or is damaged. Export it again and import the new "
        "file: what is there already stays as it is."
    ),
    Reason.NOT_JSON: _("This line is not a record in JSON. The file may stop in the middle of it."),
    Reason.NO_RECORD: _("This is a single value, not a record with named fields."),
    Reason.FIELDS_EXTRA: _("This record has far more fields than a file may have columns. Export only those that are needed."),
    Reason.NO_LONGER_KEPT: _(
        "This contact is older than what is kept here. Nothing needs to be done: scores of that time no longer change."
    ),
    Reason.ID_MISSING: _("The id of the contact is missing."),
    Reason.UNKNOWN_CONTACT: _(
        "No contact with this id is known. Send started_at with it, or send the contact before its responses."
    ),
    Reason.MOMENT: _("This is not a date and time as ISO 8601 has them, such as 2026-03-01T14:05:00+01:00."),
    Reason.OFFSET_MISSING: _("The offset from UTC is missing. End the time with one, such as +01:00 or Z."),
}

TROUBLES: Mapping[Trouble, Promise] = {
    Trouble.EMPTY: _("The file is empty. Export it again and choose the new file."),
    Trouble.HEADER_ONLY: _("The file has a header but no rows. Export it again for a period with feedback."),
    Trouble.NOT_TEXT: _(
        "This is not a file of feedback that can be read. Export the feedback as CSV, JSON or XLSX and choose that file."
    ),
    Trouble.ENCODING: _(
        "The letters of this file are kept in a way that cannot be told. Open it in your spreadsheet program, save it as "
        "“CSV UTF-8” or XLSX, and choose that file."
    ),
    Trouble.WEB_PAGE: _(
        "This is a web page, not a file of feedback: perhaps the sign-in page of your help desk. Sign in there and export "
        "again. If it opens in your spreadsheet program, save it there as XLSX and choose that file."
    ),
    Trouble.DOCUMENT: _(
        "This is a document to be read or printed. Export the feedback as CSV, JSON or XLSX and choose that file."
    ),
    Trouble.ERROR_ANSWER: _(
        "This file holds no feedback but an error that your help desk answered with: “%(about)s”. Export it again and choose "
        "the new file."
    ),
    Trouble.EVALUATIONS: _(
        "These are finished quality reviews from Genesys, not answers of customers, so they do not count as feedback. "
        "Take them in under Reviews, on the page Made elsewhere."
    ),
    Trouble.OLD_WORKBOOK: _(
        "This is a workbook of an older kind. Save it as XLSX or CSV in your spreadsheet program and choose that file."
    ),
    Trouble.WORKBOOK_PROTECTED: _("This workbook is protected with a password. Save it without one and choose that file."),
    Trouble.WORKBOOK_BROKEN: _(
        "This workbook cannot be opened: the file stops in the middle or is damaged. Save it again as XLSX or CSV and "
        "choose that file."
    ),
    Trouble.WORKBOOK_TOO_LARGE: _(
        "This workbook has a part that unpacks to more than %(about)s MB. Split it, for example by month, or save it as CSV "
        "and choose that file."
    ),
    Trouble.WORKBOOK_TOO_INTRICATE: _(
        "This workbook has more styles, names or sheets than can be read. Save the sheet with the ratings as CSV and choose "
        "that file."
    ),
    Trouble.ARCHIVE: _("This is a packed archive. Unpack it and choose the file that is in it."),
    Trouble.NOT_JSON: _(
        "This file begins like JSON but cannot be read as JSON: it stops in the middle or is damaged. Export it again and "
        "choose the new file."
    ),
    Trouble.NO_RECORDS: _(
        "This JSON file holds no list of records. Export the ratings themselves, for a period with feedback, and choose "
        "that file."
    ),
    Trouble.RECORD_TOO_LARGE: _(
        "A record of this JSON file is larger than %(about)s MB. Export the ratings only and choose that file."
    ),
    Trouble.NESTED_TOO_DEEPLY: _(
        "The lists of this JSON file are nested too deeply to be read. Export the ratings only and choose that file."
    ),
    Trouble.ONE_COLUMN: _("Only one column was found. Separate the columns with commas, semicolons or tabs."),
    Trouble.TOO_MANY_COLUMNS: _("The file has more than %(about)s columns. Export only those that are needed."),
    Trouble.NO_HEADER: _("The first line could not be read as a header. It must name the columns."),
    Trouble.COLUMN_TWICE: _(
        "Two columns have the same title: %(about)s. Upload the file on the page Imports and choose one there, or rename one "
        "of them."
    ),
    Trouble.FILE_TOO_LARGE: _("The file is larger than %(about)s MB. Split it, for example by month, and import the parts."),
    Trouble.TOO_MANY_ROWS: _("The file has more than %(about)s rows. Split it, for example by month, and import the parts."),
    Trouble.COLUMNS_UNKNOWN: _(
        "The columns of this file are not known. Upload it on the page Imports and say there what they mean, or name a profile."
    ),
    Trouble.DATES_AMBIGUOUS: _(
        "The dates in the column %(about)s can be read in two ways. Upload the file on the page Imports and choose one there."
    ),
    Trouble.DATES_UNKNOWN: _(
        "The column %(about)s holds no dates that can be read. Let your help desk write them as 2026-12-31 14:30 and export "
        "again."
    ),
    Trouble.PROFILE_UNKNOWN: _("There is no profile of this name. There are: %(about)s."),
    Trouble.COLUMNS_MISSING: _("These columns are missing: %(about)s. Choose another file or match the columns again."),
}


def trouble_sentence(trouble: Trouble, about: str = "") -> str:
    return str(TROUBLES[trouble]) % {"about": about}


def reason_sentence(reason: str) -> str:
    """The sentence for a stored reason; the code itself for one that a later version has dropped."""
    return str(REASONS.get(reason, reason))
