"""Imported evaluations in a browser: from the upload to the page of the CSP."""

import json
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from intake.models import Import
from quality.models import ImportedEvaluation
from tests.browser.conftest import OpenPage
from tests.factories import evaluations as make
from tests.factories.people import Personas

CheckPage = Callable[[Page], None]


def test_a_file_is_imported_and_read_by_the_csp(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    rows = [make.evaluation(), make.evaluation(id="open", status="PENDING"), make.evaluation(id="x" * 110, status="W" * 300)]
    content = json.dumps(rows).encode()
    page = open_page(personas.ops)
    page.goto(reverse("intake:import_new"))
    check_page(page)
    page.get_by_label("File").set_input_files({"name": "evaluations.json", "mimeType": "application/json", "buffer": content})
    page.get_by_role("button", name="Upload file").click()
    expect(page.get_by_text("Reading the file")).to_be_visible()
    imported = make.finished(Import.objects.get())
    expect(page.get_by_text("Preview of the first rows")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Publish import").click()
    make.finished(Import.objects.get())
    expect(page.get_by_text("CSPs can now see their own evaluations")).to_be_visible()
    check_page(page)
    page.goto(reverse("intake:imports"))
    check_page(page)
    page.get_by_role("link", name="Match names").last.click()
    check_page(page)
    page.get_by_label("Someone else for Nia Berg").fill("Ana Agent")
    page.get_by_role("button", name="Save matches").click()
    expect(page.get_by_text("1 name matched and saved.")).to_be_visible()
    page.goto(reverse("intake:import_undo", args=[imported.pk]))
    check_page(page)
    page = open_page(personas.agent)
    page.goto(reverse("quality:mine"))
    check_page(page)
    page.goto(reverse("quality:imported_evaluation", args=[ImportedEvaluation.objects.get().pk]))
    expect(page.get_by_text("Evaluated in Genesys by Rui Costa")).to_be_visible()
    check_page(page)
    page = open_page(personas.supervisor)
    page.goto(reverse("quality:board"))
    check_page(page)
