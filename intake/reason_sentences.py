"""Messages for the codes of the reader: what is wrong and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.reading.profiles import Scale
from intake.reading.ratings import rated
from intake.reading.reasons import FileTrouble, RejectionReason

LONGEST_NAMED = 40

REASONS: Mapping[str, Promise] = {
    RejectionReason.CELLS_MISSING: _("This row has fewer cells than the header. The file may be cut off here."),
    RejectionReason.CELLS_EXTRA: _("This row has more cells than the header. Put cells that contain the separator in quotes."),
    RejectionReason.QUOTES: _("A quote is not closed, or a quote inside a quoted cell is not doubled. Correct the quotes."),
    RejectionReason.LINE_END: _("This line ends differently from the others. Put cells that contain line breaks in quotes."),
    RejectionReason.CELL_TOO_LONG: _("A cell is too long. Shorten it."),
    RejectionReason.ROW_TOO_LONG: _("The texts in this row are too long in total. Shorten them."),
    RejectionReason.NUL: _("This row contains an invalid character. The file may be damaged. Export it again."),
    RejectionReason.CHARACTERS: _(
        "Some letters in this row are damaged. Export the file again, as “CSV UTF-8” if you can choose."
    ),
    RejectionReason.DATE: _("This date doesn't have the chosen format. Choose another date format, or correct the cell."),
    RejectionReason.TIME: _("This is not a time of day. Write it like 14:30."),
    RejectionReason.DATE_MISSING: _("The date is missing. Add it."),
    RejectionReason.NUMBER: _("This is not a number. Correct the cell."),
    RejectionReason.DURATION: _("This is not a duration. Write it like 143 (seconds), 2:23 or 2m 23s."),
    RejectionReason.YES_OR_NO: _("This is neither yes or no nor a known status such as solved or open."),
    RejectionReason.SCALE: _("This rating is outside the scale. Set how many points it is worth, or correct the cell."),
    RejectionReason.OTHER_SCALE: _(
        "This rating is on a different scale. Change the highest rating, or set how many points this rating is worth."
    ),
    RejectionReason.NOT_WHOLE: _(
        "This is between two points of the scale, like an average. Averages can't be imported as answers. If it's one "
        "customer's answer, such as half a star, say so under Match columns."
    ),
    RejectionReason.SEVERAL_RATINGS: _("This cell has several ratings. Export the file with one rating in each cell."),
    RejectionReason.INSTRUMENT: _("This survey type is unknown. Use CSAT, NPS or CES."),
    RejectionReason.ID: _("There is no contact ID where this source usually has it. Match the columns, or correct the cell."),
    RejectionReason.ID_SHORTENED: _(
        "A spreadsheet program has shortened this ID. Export the file again and import it without opening it there."
    ),
    RejectionReason.TOTAL: _("This row holds a total or an average and is no contact. You don't need to do anything."),
    RejectionReason.ABOVE_UNREAD: _(
        "A cell of this row is empty and means the same as the cell above, but that row can't be read. Fill in the cell."
    ),
    RejectionReason.VALUE_TOO_LONG: _("This value is too long. Shorten it."),
    RejectionReason.BREAKS_OFF: _(
        "The file is cut off or damaged from here on. Export it again and import the new file. Existing data won't change."
    ),
    RejectionReason.NOT_JSON: _("This line is not a JSON record. The file may be cut off here."),
    RejectionReason.NO_RECORD: _("This is a single value. A record with named fields is needed."),
    RejectionReason.OTHER_STREAM: _(
        "This record is from another stream than the one that is imported. Save that stream as its own file and import it."
    ),
    RejectionReason.FIELDS_EXTRA: _("This record has too many fields. Export only the ones you need."),
    RejectionReason.FIELD_LATE: _(
        "The first records of the file don't have this field, so it wasn't among the columns. Now it is: match the columns "
        "again to import it."
    ),
    RejectionReason.NO_LONGER_KEPT: _(
        "This contact is older than the retention period, so it isn't imported. You don't need to do anything."
    ),
    RejectionReason.ID_MISSING: _("The contact ID is missing. Add it."),
    RejectionReason.UNKNOWN_CONTACT: _(
        "No contact with this ID is known. Add started_at, or send the contact before its responses."
    ),
    RejectionReason.CONTACT_TO_COME: _(
        "No contact with this ID has been imported from this source, and the file has no date for it. Import the responses "
        "first, then this file again."
    ),
    RejectionReason.MOMENT: _("This is not an ISO 8601 date and time. Write it like 2026-03-01T14:05:00+01:00."),
    RejectionReason.BEFORE_CONTACT: _("This is before the contact began, so the clock of the source was wrong."),
    RejectionReason.OFFSET_MISSING: _("The UTC offset is missing. Add it at the end, such as +01:00 or Z."),
}

TROUBLES: Mapping[FileTrouble, Promise] = {
    FileTrouble.EMPTY: _("The file is empty. Export it again and choose the new file."),
    FileTrouble.HEADER_ONLY: _("The file has a header but no rows. Export it again for a period with feedback."),
    FileTrouble.NOT_TEXT: _("We can't read this kind of file. Export the feedback as CSV, JSON or XLSX and choose that file."),
    FileTrouble.ENCODING: _(
        "We can't recognise the character encoding of this file. Open it in your spreadsheet program, save it as "
        "“CSV UTF-8” or XLSX, and choose that file."
    ),
    FileTrouble.WEB_PAGE: _(
        "This is a web page, perhaps the sign-in page of your help desk. Sign in there and export the feedback again. If "
        "this file opens in your spreadsheet program, save it there as XLSX and choose that file."
    ),
    FileTrouble.DOCUMENT: _(
        "This is a document, not a data file. Export the feedback as CSV, JSON or XLSX and choose that file."
    ),
    FileTrouble.CALENDAR: _(
        "This is a calendar or a contact card, not customer feedback. Administrators import calendars with leave or shifts "
        "under People."
    ),
    FileTrouble.ERROR_ANSWER: _(
        "Instead of feedback, this file contains an error message from your help desk: “%(about)s”. Export it again and "
        "choose the new file."
    ),
    FileTrouble.EVALUATIONS: _(
        "These are finished quality reviews, not customer feedback. Export them as JSON from Genesys, Zendesk QA or "
        "Amazon Connect, and choose that file."
    ),
    FileTrouble.OLD_WORKBOOK: _(
        "This is an old workbook format. Save it as XLSX or CSV in your spreadsheet program and choose that file."
    ),
    FileTrouble.WORKBOOK_PROTECTED: _("This workbook is password-protected. Save it without a password and choose that file."),
    FileTrouble.WORKBOOK_BROKEN: _(
        "This workbook is cut off or damaged and can't be opened. Save it again as XLSX or CSV and choose that file."
    ),
    FileTrouble.WORKBOOK_TOO_LARGE: _(
        "This workbook is too large: one part unpacks to more than %(about)s MB. Split it, for example by month, or save it "
        "as CSV and choose that file."
    ),
    FileTrouble.WORKBOOK_TOO_INTRICATE: _(
        "This workbook has too many styles, names, sheets or merged cells. Save the sheet with the ratings as CSV and choose "
        "that file."
    ),
    FileTrouble.ARCHIVE: _("This is an archive, such as a ZIP file. Unpack it and choose the file inside."),
    FileTrouble.NOT_JSON: _("This JSON file is cut off or damaged. Export it again and choose the new file."),
    FileTrouble.NO_RECORDS: _(
        "This JSON file contains no list of records. Export the ratings for a period with feedback and choose that file."
    ),
    FileTrouble.RECORD_TOO_LARGE: _(
        "A record in this JSON file is larger than %(about)s MB. Export only the ratings and choose that file."
    ),
    FileTrouble.NESTED_TOO_DEEPLY: _(
        "The lists in this JSON file are nested too deeply. Export only the ratings and choose that file."
    ),
    FileTrouble.ONE_COLUMN: _("This file has only one column. Separate the columns with commas, semicolons or tabs."),
    FileTrouble.TOO_MANY_COLUMNS: _("This file has more than %(about)s columns. Export only the ones you need."),
    FileTrouble.NO_HEADER: _("This file has no readable header. The first line must name the columns."),
    FileTrouble.HEADER_UNEVEN: _(
        "The header doesn't fit the rows, so values would be in the wrong columns. Columns in the header / in most rows: "
        "%(about)s. Correct the line with the titles and choose the file again."
    ),
    FileTrouble.HEADER_MISSING: _(
        "The first row of this file is data, so its columns have no titles. Upload the file on the Imports page and say there "
        "what each column holds, or add a line with titles."
    ),
    FileTrouble.SEVERAL_TABLES: _(
        "This file has another table above the one with most rows (number of its rows: %(about)s). Upload the file on the "
        "Imports page and choose the table there, or save each table as its own file."
    ),
    FileTrouble.SEVERAL_LISTS: _(
        "This file has several lists of records that could be feedback: %(about)s. Upload the file on the Imports page, choose "
        "one there and save an import profile. Then name it with --profile."
    ),
    FileTrouble.CELLS_BELOW_EMPTY: _(
        "These columns have a value only in the first row of each group: %(about)s. Do empty cells mean the same as the cell "
        "above? Upload the file on the Imports page, answer there and save an import profile, then name it with --profile."
    ),
    FileTrouble.ROWS_END_EARLY: _(
        "Some rows end early, such as “%(about)s”. Are the missing cells at the end empty? Upload the file on the Imports "
        "page, answer there and save an import profile. Then name it with --profile."
    ),
    FileTrouble.COLUMN_TWICE: _(
        "Two columns have the same title: %(about)s. Upload the file on the Imports page and choose one there, or rename one "
        "of them."
    ),
    FileTrouble.FILE_TOO_LARGE: _(
        "This file is larger than %(about)s MB. Split it, for example by month, and import the parts."
    ),
    FileTrouble.TOO_MANY_ROWS: _(
        "This file has more than %(about)s rows. Split it, for example by month, and import the parts."
    ),
    FileTrouble.QUESTIONS_OPEN: _(
        "This survey from %(about)s has its own questions, so only a person can say which column is the rating and which the "
        "agent. Upload it on the Imports page, choose them there and save an import profile. Then this command uses it."
    ),
    FileTrouble.COLUMNS_UNKNOWN: _(
        "We don't recognise the columns of this file. Upload it on the Imports page and match them there, or name a profile."
    ),
    FileTrouble.DATES_AMBIGUOUS: _(
        "The dates in the column %(about)s can be read in two ways. Upload the file on the Imports page and choose one there."
    ),
    FileTrouble.DATES_UNKNOWN: _(
        "The dates in the column %(about)s can't be read. Export the file again with dates such as 2026-12-31 14:30."
    ),
    FileTrouble.ZONE_UNKNOWN: _(
        "The column %(about)s names several time zones, or one that we don't know or that has several meanings. Name it with "
        "--zone, or upload the file on the Imports page and enter it there."
    ),
    FileTrouble.UNIT_UNKNOWN: _(
        "The durations in the column %(about)s can be seconds, minutes or hours. Write the unit in its title, such as "
        "“%(about)s (minutes)”, or upload the file on the Imports page and choose it there."
    ),
    FileTrouble.SEVERAL_QUESTIONS: _(
        "This file has answers to several questions, and only one can be imported at a time: %(about)s. Upload the file on the "
        "Imports page, choose one and save an import profile. Then use the profile with --profile."
    ),
    FileTrouble.AGENT_IS_ANSWER: _(
        "The only agents in this file are what customers typed under “%(about)s”. Such names can be misspelled or wrong. To "
        "use them, upload the file on the Imports page, choose the column there and save an import profile. Then name it with "
        "--profile."
    ),
    FileTrouble.SCALE_UNKNOWN: _(
        "The ratings don't show which scale they are on. Found with their number of rows: %(about)s. Upload the file on the "
        "Imports page and enter the lowest and the highest rating there, or save them as an import profile and name it."
    ),
    FileTrouble.RATINGS_UNKNOWN: _(
        "Some ratings aren't on the scale. Found with their number of rows: %(about)s. Upload the file on the Imports page and "
        "say there how many points each is worth, or save that as an import profile and name it."
    ),
    FileTrouble.RATINGS_AVERAGED: _(
        "These ratings look like averages. Found with their number of rows: %(about)s. Averages can't be imported as answers: "
        "export the file with one answer in each row. If each is one customer's answer, such as half a star, upload the file "
        "on the Imports page and say so there, or save that as an import profile and name it."
    ),
    FileTrouble.RATINGS_SEVERAL: _(
        "Cells of the rating column have several ratings. Found with their number of rows: %(about)s. Upload the file on the "
        "Imports page and choose a column with one rating in each cell."
    ),
    FileTrouble.PROFILE_UNKNOWN: _("No profile has this name. Choose one of these: %(about)s."),
    FileTrouble.COLUMNS_MISSING: _("These columns are missing: %(about)s. Choose another file or match the columns again."),
}


def trouble_sentence(trouble: FileTrouble, about: str = "") -> str:
    return str(TROUBLES[trouble]) % {"about": about}


_of_other_kinds: dict[str, Promise] = {}


def register(sentences: Mapping[str, Promise]) -> None:
    """Add the sentences for the reasons of another kind of file. Called from a room's `AppConfig.ready`."""
    _of_other_kinds.update(sentences)


def reason_sentence(reason: str) -> str:
    """The message for a stored reason, or the code itself if this version doesn't know it."""
    known: Mapping[str, Promise] = {**_of_other_kinds, **REASONS}
    return str(known.get(reason, reason))


def rejection_sentence(reason: str, value: str, scale: Scale | None) -> str:
    """The message for a rejected value. If all ratings are on one scale, it names the scale."""
    if scale is None or reason != RejectionReason.SCALE or len(value) > LONGEST_NAMED:
        return reason_sentence(reason)
    if scale.words_only:
        return gettext("“%(value)s” isn't one of the listed answers. Add its points, or correct the cell.") % {"value": value}
    ends = {"value": value, "lowest": f"{scale.lowest:g}", "highest": f"{scale.highest:g}"}
    try:
        rated(value, decimal_comma=scale.decimal_comma)
    except ValueError:
        return (
            gettext(
                "“%(value)s” is no rating from %(lowest)s to %(highest)s. Set how many points it is worth, or correct the cell."
            )
            % ends
        )
    return gettext("%(value)s is outside %(lowest)s to %(highest)s. Change the scale, or correct the cell.") % ends
