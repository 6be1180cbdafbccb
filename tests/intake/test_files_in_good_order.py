"""Tables in good order, written in many ways, are read as they are: nothing is taken for damage."""

import csv
from datetime import date
from io import BytesIO, StringIO

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of

TITLES = ("id", "agent", "date", "rating", "remark")
remark = st.text(
    st.sampled_from("ab 12,;|\t'\"\n\\.é-:/") | st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20
).map(str.strip)
row = st.tuples(
    st.integers(1, 10**9).map(str),
    st.sampled_from(["Zoë Müller", "O'Brien, Pat", "'t Hart", "Nia", ""]),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(str),
    st.sampled_from(["1", "2", "3", "4", "5", ""]),
    remark,
)


@settings(max_examples=300, deadline=None)
@given(
    table=st.lists(row, min_size=1, max_size=30),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_table_is_read_as_it_is(table: list[tuple[str, ...]], delimiter: str, quoting: int, end: str, encoding: str) -> None:
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows([TITLES, *table])  # type: ignore[arg-type] # a number of the module
    file = BytesIO(out.getvalue().encode(encoding))
    layout = layout_of(file, Limits())
    assert (layout.header, layout.below, layout.above, layout.has_header) == (TITLES, (), 0, True)
    assert [tuple(item[1]) for item in layout.source(file, Limits()) if isinstance(item, tuple)] == table
