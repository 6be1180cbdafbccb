"""Tables of the interface: a caption, columns that sort, a download as CSV, and cards on a phone.

A room declares its tables in `tables.py`, a view passes rows and request, and a template renders them with `{% table … %}`.
django-tables2 binds columns to rows; the markup is in `components/table.html` alone.
"""

from core.tables.cells import badge, drill, link, stack, with_note
from core.tables.columns import (
    Actions,
    Column,
    Day,
    Figure,
    Moment,
    NamedCell,
    Percent,
    RowName,
    TemplateCell,
    YesNo,
    offset_time,
    one_decimal,
    short_time,
)
from core.tables.table import FixedTable, Table, download_of

__all__ = [
    "Actions",
    "Column",
    "Day",
    "Figure",
    "FixedTable",
    "Moment",
    "NamedCell",
    "Percent",
    "RowName",
    "Table",
    "TemplateCell",
    "YesNo",
    "badge",
    "download_of",
    "drill",
    "link",
    "offset_time",
    "one_decimal",
    "short_time",
    "stack",
    "with_note",
]
