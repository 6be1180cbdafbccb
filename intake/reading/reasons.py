"""Codes for the reasons why a row or a file can't be imported. `reason_sentences` has the messages."""

from enum import StrEnum


class RejectionReason(StrEnum):
    """Reason for rejecting a row. Stored, so the values must not change."""

    CELLS_MISSING = "cells_missing"
    CELLS_EXTRA = "cells_extra"
    QUOTES = "quotes"
    LINE_END = "line_end"
    CELL_TOO_LONG = "cell_too_long"
    ROW_TOO_LONG = "row_too_long"
    NUL = "nul"
    CHARACTERS = "characters"
    DATE = "date"
    TIME = "time"
    DATE_MISSING = "date_missing"
    NUMBER = "number"
    DURATION = "duration"
    YES_OR_NO = "yes_or_no"
    SCALE = "scale"
    OTHER_SCALE = "other_scale"
    INSTRUMENT = "instrument"
    ID = "id"
    ID_SHORTENED = "id_shortened"
    VALUE_TOO_LONG = "value_too_long"
    BREAKS_OFF = "breaks_off"
    NOT_JSON = "not_json"
    NO_RECORD = "no_record"
    OTHER_STREAM = "other_stream"
    FIELDS_EXTRA = "fields_extra"
    NO_LONGER_KEPT = "no_longer_kept"
    ID_MISSING = "id_missing"
    UNKNOWN_CONTACT = "unknown_contact"
    CONTACT_TO_COME = "contact_to_come"
    MOMENT = "moment"
    OFFSET_MISSING = "offset_missing"
    BEFORE_CONTACT = "before_contact"


class FileTrouble(StrEnum):
    """Reason for refusing a file."""

    EMPTY = "empty"
    HEADER_ONLY = "header_only"
    NOT_TEXT = "not_text"
    ENCODING = "encoding"
    WEB_PAGE = "web_page"
    DOCUMENT = "document"
    ERROR_ANSWER = "error_answer"
    EVALUATIONS = "evaluations"
    OLD_WORKBOOK = "old_workbook"
    WORKBOOK_PROTECTED = "workbook_protected"
    WORKBOOK_BROKEN = "workbook_broken"
    WORKBOOK_TOO_LARGE = "workbook_too_large"
    WORKBOOK_TOO_INTRICATE = "workbook_too_intricate"
    ARCHIVE = "archive"
    NOT_JSON = "not_json"
    NO_RECORDS = "no_records"
    RECORD_TOO_LARGE = "record_too_large"
    NESTED_TOO_DEEPLY = "nested_too_deeply"
    ONE_COLUMN = "one_column"
    TOO_MANY_COLUMNS = "too_many_columns"
    NO_HEADER = "no_header"
    HEADER_UNEVEN = "header_uneven"
    HEADER_MISSING = "header_missing"
    SEVERAL_TABLES = "several_tables"
    COLUMN_TWICE = "column_twice"
    FILE_TOO_LARGE = "file_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    COLUMNS_UNKNOWN = "columns_unknown"
    COLUMNS_MISSING = "columns_missing"
    QUESTIONS_OPEN = "questions_open"
    PROFILE_UNKNOWN = "profile_unknown"
    DATES_AMBIGUOUS = "dates_ambiguous"
    DATES_UNKNOWN = "dates_unknown"
    ZONE_UNKNOWN = "zone_unknown"
    UNIT_UNKNOWN = "unit_unknown"
    SEVERAL_QUESTIONS = "several_questions"


class Unreadable(Exception):
    """The file can't be read. `about` fills in the message, such as column titles or a number."""

    def __init__(self, trouble: FileTrouble, about: str = "") -> None:
        super().__init__(trouble)
        self.trouble, self.about = trouble, about
