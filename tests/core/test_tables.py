"""Tables: URL parameters, rows and downloads."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import tables
from core.escaping import text_of_html


@dataclass(frozen=True)
class Line:
    name: str
    figure: int | None = None
    share: float | None = None
    at: datetime | None = None


class LinesTable(tables.Table):
    caption = "Lines & more"
    name = tables.RowName("Name")
    figure = tables.Figure("Figure")
    share = tables.Percent("Share", show=lambda share: f"{share:.1f} %")
    at = tables.Moment("When")
    again = tables.Column("Again", accessor="name")
    change = tables.Column("Change", orderable=False, exclude_from_export=True)

    def render_change(self, record: Line) -> SafeString:
        return format_html('<a href="#">{}</a>', record.name)


LINES = [Line("beta", 2), Line("Alpha", 2), Line("delta"), Line("gamma", -1), Line("epsilon", 0)]


def shown(address: str = "", lines: Any = LINES, **options: Any) -> LinesTable:
    return LinesTable(lines, RequestFactory().get(f"/lines/{address}"), **options)


def names(table: LinesTable) -> list[str]:
    return [row.record.name for row in table.paginated_rows]


def downloaded(table: LinesTable) -> list[str]:
    return table.download().getvalue().decode("utf-8-sig").splitlines()


def html(table: LinesTable) -> str:
    return " ".join(table.as_html(table.request).split())


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("name", ["Alpha", "beta", "delta", "epsilon", "gamma"]),
        ("-name", ["gamma", "epsilon", "delta", "beta", "Alpha"]),
        ("figure", ["gamma", "epsilon", "beta", "Alpha", "delta"]),
        ("-figure", ["beta", "Alpha", "epsilon", "gamma", "delta"]),
    ],
)
def test_rows_are_sorted_with_ties_in_their_order_and_missing_values_last(key: str, expected: list[str]) -> None:
    assert names(shown(f"?sort={key}")) == expected


@pytest.mark.parametrize("key", ["", "-", "--name", "unknown", "change", "a.b", "name,figure", "name__upper", "\x00"])
def test_unknown_sort_keys_are_ignored(key: str) -> None:
    assert names(shown(f"?sort={key}")) == [line.name for line in LINES]


def test_headers_say_how_rows_are_sorted_and_link_to_the_opposite() -> None:
    page = html(shown("?q=a%26b&sort=name&page=2&seen=x"))
    assert page.count("aria-sort") == 1
    assert 'aria-sort="ascending"' in page
    assert 'href="?q=a%26b&amp;sort=-name"' in page
    assert 'href="?q=a%26b&amp;sort=figure"' in page
    assert 'aria-sort="descending"' in html(shown("?sort=-name"))


def test_two_tables_of_a_page_have_addresses_of_their_own() -> None:
    address = "?first-sort=name&second-sort=-name&second-download=csv"
    first, second = shown(address, prefix="first-"), shown(address, prefix="second-")
    assert (names(first)[0], names(second)[0]) == ("Alpha", "gamma")
    assert (first.is_download, second.is_download) == (False, True)
    assert first.key != second.key
    address = "?first-sort=name&second-sort=-name"
    assert 'href="?first-sort=-name&amp;second-sort=-name#first-linestable"' in html(shown(address, prefix="first-"))


def test_pages_keep_the_sort() -> None:
    table = shown("?sort=name&page=2", per_page=2)
    assert names(table) == ["delta", "epsilon"]
    page = html(table)
    assert 'rel="prev" href="?sort=name&amp;page=1"' in page
    assert 'rel="next" href="?sort=name&amp;page=3"' in page


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x"])
def test_missing_page_shows_another(number: str) -> None:
    assert names(shown(f"?page={number}", per_page=2))


def test_the_download_has_all_rows_in_the_order_of_the_page() -> None:
    table = shown("?sort=-name&download=csv&page=2", per_page=2)
    assert [line.split(",")[0] for line in downloaded(table)[1:]] == ["gamma", "epsilon", "delta", "beta", "Alpha"]


def test_the_download_has_bare_figures_and_times_with_their_offset() -> None:
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Lisbon")):
        response = shown(lines=[Line("a", 12345, 94.8333, at), Line("b")]).download()
        assert "12,345" in html(shown(lines=[Line("a", 12345)]))
    # The lines are made after the middleware: still in the reader's zone.
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert lines == ["Name,Figure,Share,When,Again", "a,12345,94.8,2026-03-02 09:30+00:00,a", "b,,,,b"]


@pytest.mark.parametrize("name", ["=1+1", "+a", "-a", "@a"])
def test_downloaded_cells_are_no_formulas(name: str) -> None:
    assert downloaded(shown(lines=[Line(name)]))[1] == f"'{name},,,,'{name}"


def test_html_in_a_value_is_shown_as_text() -> None:
    page = html(shown(lines=[Line("<b>x</b>")]))
    assert "<b>" not in page
    assert downloaded(shown(lines=[Line("<b>x</b>")]))[1].startswith("<b>x</b>,")


def test_template_cell_is_downloaded_as_text() -> None:
    assert text_of_html('<div>A &amp; <b>B</b></div>\n<div>=C</div><svg><path d=""/></svg>') == "A & B; =C"


def test_the_download_is_named_after_the_caption() -> None:
    assert shown().download()["Content-Disposition"] == 'attachment; filename="lines-more.csv"'
    assert shown(caption="…").download()["Content-Disposition"] == 'attachment; filename="table.csv"'


def test_the_name_of_a_row_is_its_header_and_figures_are_at_the_end() -> None:
    page = html(shown(lines=[Line("a", 1)]))
    assert '<th scope="row" data-label="Name">a</th>' in page
    assert '<td class="text-end text-nowrap" data-label="Figure">1</td>' in page
    assert '<td class="text-end text-nowrap" data-label="Share">–</td>' in page
    assert "<caption" in page
