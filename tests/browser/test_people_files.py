"""Importing people and a roster in a real browser: questions, preview, publishing and undoing."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from people.models import Person, RosteredShift
from tests.browser.conftest import OpenPage
from tests.factories import staff
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db(transaction=True)

LIST = (
    "Name;E-Mail;Gruppe;Wochenstunden;Sprachen;Kanäle;Schicht;Eintrittsdatum;Personalnr.\n"
    "Ida Holm;ida@example.org;Blau | Rot;38,5;de, Plattdeutsch;Telefon;Früh 06:00-14:30;03.04.2020;17\n"
    "Ana Agent;ana.agent@example.org;South;20;Deutsch, Englisch;Chat;Früh;01.02.2019;18\nPer Dahl;per@;Blau;20;de;Chat;;;19\n"
)
ROSTER = staff.calendar(
    "DTSTART:20261202T060000|DTEND:20261202T140000|SUMMARY:Frühdienst Ana Agent",
    "DTSTART:20261203T060000|DTEND:20261203T140000|SUMMARY:Flügel - Ana Agent",
    "DTSTART;VALUE=DATE:20261221|DTEND;VALUE=DATE:20261224|SUMMARY:Ana Agent: Urlaub",
)


def test_staff_list_from_questions_to_undo(personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]) -> None:
    Person.objects.filter(pk=personas.agent.person_id).update(email=personas.agent.email)
    page = open_page(personas.administrator)
    page.goto(reverse("intake:staff_new"))
    check_page(page)
    imported = staff.uploaded(personas.administrator, LIST)
    detail = reverse("intake:import_detail", args=[imported.pk])
    page.goto(detail)
    check_page(page)
    page.get_by_role("link", name="Answer questions").click()
    check_page(page)
    page.get_by_label("Which language is “Plattdeutsch”?").fill("nds")
    page.get_by_role("button", name="Read file").click()
    expect(page.get_by_text("Reading the file")).to_be_visible()
    imported.refresh_from_db()
    staff.worked(imported)
    page.goto(detail)
    expect(page.get_by_text("People to add: 1. To change: 1. Unchanged: 0.")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Publish import").click()
    imported.refresh_from_db()
    staff.worked(imported)
    page.goto(detail)
    check_page(page)
    page.get_by_role("link", name="Undo import").click()
    check_page(page)


def test_roster_on_the_page_of_a_person(personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]) -> None:
    page = open_page(personas.administrator)
    imported = staff.uploaded(personas.administrator, ROSTER, "roster.ics")
    page.goto(reverse("intake:staff_questions", args=[imported.pk]))
    expect(page.get_by_label("In which time zone are the times without one?")).to_be_visible()
    check_page(page)
    imported = staff.answered(personas.administrator, imported, "Europe/Berlin")
    imported = staff.answered(personas.administrator, imported, "work")
    page.goto(reverse("intake:import_detail", args=[imported.pk]))
    check_page(page)
    staff.published(personas.administrator, imported)
    assert RosteredShift.objects.count() == 2
    page.goto(reverse("people:detail", args=[personas.agent.person_id]))
    expect(page.get_by_role("heading", name="Roster")).to_be_visible()
    check_page(page)
