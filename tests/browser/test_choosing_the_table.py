"""Choosing the table of a file in a real browser: sheets, lines and streams fit the page and work from the keyboard."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.factories import feedback
from tests.factories.people import Personas
from tests.intake.forms import lines_of

pytestmark = pytest.mark.django_db(transaction=True)

ROW = ["77001", "Nia Berg", "2026-01-02 10:00", "4", "A long remark about a parcel that came late, and then again, twice"]


def book() -> bytes:
    made = Workbook()
    for at, name in enumerate(("January of a year", "February", "Summary")):
        sheet = made.create_sheet(name, at)
        sheet.append(["Report of all teams"])
        sheet.append(["contact", "who", "when", "stars", "remark"])
        for _row in range(30):
            sheet.append(ROW)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_another_sheet_and_line_are_chosen(personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]) -> None:
    imported = feedback.received(book(), goes_on=False)
    page = open_page(personas.ops)
    page.goto(reverse("intake:import_columns", args=[imported.pk]))
    expect(page.get_by_text("Only the sheet “January of a year” is imported.")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Choose another table or another line with titles").click()
    expect(page.get_by_label("Line 2: contact | who | when | stars | remark")).to_be_checked()
    check_page(page)
    page.get_by_role("link", name="February").click()
    page.get_by_label("Line 3: ").check()
    page.get_by_label("The chosen line is already data").check()
    check_page(page)
    page.get_by_role("button", name="Use this table").click()
    expect(page.get_by_text("The first line of this file is data")).to_be_visible()
    imported.refresh_from_db()
    assert (imported.layout["sheet_name"], imported.layout["line"]) == ("February", 2)


def test_another_stream_is_chosen(personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]) -> None:
    records = [{"stream": name, "data": {"id": at, "began": "2026-01-02"}} for at in range(3) for name in ("calls", "chats")]
    imported = feedback.received(lines_of(records), goes_on=False)
    page = open_page(personas.ops)
    page.goto(reverse("intake:import_columns", args=[imported.pk]))
    expect(page.get_by_text("chats: 3")).to_be_visible()
    check_page(page)
    page.goto(reverse("intake:import_table", args=[imported.pk]))
    page.get_by_label("chats").check()
    check_page(page)
    page.get_by_role("button", name="Use this table").click()
    expect(page.get_by_text("calls: 3")).to_be_visible()
