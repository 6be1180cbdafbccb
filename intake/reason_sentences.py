"""Codes of the reading as sentences that say what is wrong and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.reading.reasons import FileTrouble, RejectionReason

REASONS: Mapping[str, Promise] = {
    RejectionReason.CELLS_MISSING: _("The row has fewer cells than the header. The file may stop in the middle of it."),
    RejectionReason.CELLS_EXTRA: _("The row has more cells than the header. Put cells that contain the separator in quotes."),
    RejectionReason.QUOTES: _("A quote is opened and never closed, or stands inside a quoted cell without being doubled."),
    RejectionReason.LINE_END: _("A line ends here in another way than the others do. Put cells that hold line ends in quotes."),
    RejectionReason.CELL_TOO_LONG: _("A cell is longer than allowed."),
    RejectionReason.ROW_TOO_LONG: _("The texts of this row are longer than allowed, taken together. Shorten them."),
    RejectionReason.NUL: _("The row contains a character that no text has. The file may be damaged: export it again."),
    RejectionReason.CHARACTERS: _(
        "Some letters of this row are damaged. Export the file again, as “CSV UTF-8” if you can choose."
    ),
    RejectionReason.DATE: _("This is not a date in the way chosen. Choose how dates are written, or mend the cell."),
    RejectionReason.TIME: _("This is not a time of day, such as 14:30."),
    RejectionReason.DATE_MISSING: _("The date is missing."),
    RejectionReason.NUMBER: _("This is not a number."),
    RejectionReason.DURATION: _("This is not a length of time, such as 143, 2:23 or 2m 23s."),
    RejectionReason.YES_OR_NO: _("This is neither yes nor no."),
    RejectionReason.SCALE: _(
        "This rating is not one of the scale from the lowest to the highest. Say what it stands for, or mend the cell."
    ),
    RejectionReason.OTHER_SCALE: _(
        "This rating is out of another number than the highest rating. Say which is the highest, or what this one stands for."
    ),
    RejectionReason.INSTRUMENT: _("This is not a question that is known: CSAT, NPS or CES."),
    RejectionReason.ID: _("The id of the contact is not where this source has it."),
    RejectionReason.ID_SHORTENED: _(
        "A spreadsheet program has shortened this id to a number. Export the file again and import it without opening it there."
    ),
    RejectionReason.VALUE_TOO_LONG: _("This is longer than allowed."),
    RejectionReason.BREAKS_OFF: _(
        "From here on the file cannot be read: it stops in the middle or is damaged. Export it again and import the new "
        "file: what is there already stays as it is."
    ),
    RejectionReason.NOT_JSON: _("This line is not a record in JSON. The file may stop in the middle of it."),
    RejectionReason.NO_RECORD: _("This is a single value, not a record with named fields."),
    RejectionReason.FIELDS_EXTRA: _(
        "This record has far more fields than a file may have columns. Export only those that are needed."
    ),
    RejectionReason.NO_LONGER_KEPT: _(
        "This contact is older than what is kept here. Nothing needs to be done: scores of that time no longer change."
    ),
    RejectionReason.ID_MISSING: _("The id of the contact is missing."),
    RejectionReason.UNKNOWN_CONTACT: _(
        "No contact with this id is known. Send started_at with it, or send the contact before its responses."
    ),
    RejectionReason.MOMENT: _("This is not a date and time as ISO 8601 has them, such as 2026-03-01T14:05:00+01:00."),
    RejectionReason.OFFSET_MISSING: _("The offset from UTC is missing. End the time with one, such as +01:00 or Z."),
}

TROUBLES: Mapping[FileTrouble, Promise] = {
    FileTrouble.EMPTY: _("The file is empty. Export it again and choose the new file."),
    FileTrouble.HEADER_ONLY: _("The file has a header but no rows. Export it again for a period with feedback."),
    FileTrouble.NOT_TEXT: _(
        "This is not a file of feedback that can be read. Export the feedback as CSV, JSON or XLSX and choose that file."
    ),
    FileTrouble.ENCODING: _(
        "The letters of this file are kept in a way that cannot be told. Open it in your spreadsheet program, save it as "
        "“CSV UTF-8” or XLSX, and choose that file."
    ),
    FileTrouble.WEB_PAGE: _(
        "This is a web page, not a file of feedback: perhaps the sign-in page of your help desk. Sign in there and export "
        "again. If it opens in your spreadsheet program, save it there as XLSX and choose that file."
    ),
    FileTrouble.DOCUMENT: _(
        "This is a document to be read or printed. Export the feedback as CSV, JSON or XLSX and choose that file."
    ),
    FileTrouble.ERROR_ANSWER: _(
        "This file holds no feedback but an error that your help desk answered with: “%(about)s”. Export it again and choose "
        "the new file."
    ),
    FileTrouble.EVALUATIONS: _(
        "These are finished quality reviews from Genesys, not answers of customers, so they do not count as feedback. "
        "Import them under Reviews, on the page Imported evaluations."
    ),
    FileTrouble.OLD_WORKBOOK: _(
        "This is a workbook of an older kind. Save it as XLSX or CSV in your spreadsheet program and choose that file."
    ),
    FileTrouble.WORKBOOK_PROTECTED: _("This workbook is protected with a password. Save it without one and choose that file."),
    FileTrouble.WORKBOOK_BROKEN: _(
        "This workbook cannot be opened: the file stops in the middle or is damaged. Save it again as XLSX or CSV and "
        "choose that file."
    ),
    FileTrouble.WORKBOOK_TOO_LARGE: _(
        "This workbook has a part that unpacks to more than %(about)s MB. Split it, for example by month, or save it as CSV "
        "and choose that file."
    ),
    FileTrouble.WORKBOOK_TOO_INTRICATE: _(
        "This workbook has more styles, names or sheets than can be read. Save the sheet with the ratings as CSV and choose "
        "that file."
    ),
    FileTrouble.ARCHIVE: _("This is a packed archive. Unpack it and choose the file that is in it."),
    FileTrouble.NOT_JSON: _(
        "This file begins like JSON but cannot be read as JSON: it stops in the middle or is damaged. Export it again and "
        "choose the new file."
    ),
    FileTrouble.NO_RECORDS: _(
        "This JSON file holds no list of records. Export the ratings themselves, for a period with feedback, and choose "
        "that file."
    ),
    FileTrouble.RECORD_TOO_LARGE: _(
        "A record of this JSON file is larger than %(about)s MB. Export the ratings only and choose that file."
    ),
    FileTrouble.NESTED_TOO_DEEPLY: _(
        "The lists of this JSON file are nested too deeply to be read. Export the ratings only and choose that file."
    ),
    FileTrouble.ONE_COLUMN: _("Only one column was found. Separate the columns with commas, semicolons or tabs."),
    FileTrouble.TOO_MANY_COLUMNS: _("The file has more than %(about)s columns. Export only those that are needed."),
    FileTrouble.NO_HEADER: _("The first line could not be read as a header. It must name the columns."),
    FileTrouble.COLUMN_TWICE: _(
        "Two columns have the same title: %(about)s. Upload the file on the page Imports and choose one there, or rename one "
        "of them."
    ),
    FileTrouble.FILE_TOO_LARGE: _(
        "The file is larger than %(about)s MB. Split it, for example by month, and import the parts."
    ),
    FileTrouble.TOO_MANY_ROWS: _(
        "The file has more than %(about)s rows. Split it, for example by month, and import the parts."
    ),
    FileTrouble.COLUMNS_UNKNOWN: _(
        "The columns of this file are not known. Upload it on the page Imports and say there what they mean, or name a profile."
    ),
    FileTrouble.DATES_AMBIGUOUS: _(
        "The dates in the column %(about)s can be read in two ways. Upload the file on the page Imports and choose one there."
    ),
    FileTrouble.DATES_UNKNOWN: _(
        "The column %(about)s holds no dates that can be read. Let your help desk write them as 2026-12-31 14:30 and export "
        "again."
    ),
    FileTrouble.PROFILE_UNKNOWN: _("There is no profile of this name. There are: %(about)s."),
    FileTrouble.COLUMNS_MISSING: _("These columns are missing: %(about)s. Choose another file or match the columns again."),
}


def trouble_sentence(trouble: FileTrouble, about: str = "") -> str:
    return str(TROUBLES[trouble]) % {"about": about}


def reason_sentence(reason: str) -> str:
    """The sentence for a stored reason; the code itself for one that a later version has dropped."""
    return str(REASONS.get(reason, reason))
