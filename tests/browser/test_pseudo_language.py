"""Texts that are 40 % longer still fit, from left to right and from right to left."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize

from core import clock
from crisis.models import Crisis
from intake.actions.uploads import receive_file
from quality.models import Slot
from tests.browser.checking import PHONE
from tests.browser.conftest import DESK, OpenPage
from tests.browser.reflow import cut_off, too_wide
from tests.factories import crisis as crises
from tests.factories import quality
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas
from translations.pseudo import ACCENTED, MIRRORED, OPEN


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    """A crisis with a team, a script, a review, overdue reviews and an import to match."""
    crisis = crises.active(personas, team_size=2)
    first, _second = crises.invited(crisis, personas, 2)
    crises.accept(first, personas.agent)
    scripts.published(personas.supervisor, personas.approver)
    quality.contacts(personas.other_agent.person, until=clock.now())
    quality.completed(personas.agent.person, personas.reviewer)
    late = timedelta(days=11)
    waiting = Slot.objects.filter(state=Slot.State.ASSIGNED)
    waiting.update(reviewer=personas.reviewer.person, opens_at=F("opens_at") - late, due_at=F("due_at") - late)
    file = SimpleUploadedFile("march.csv", b"date,agent,rating\n2026-03-01,Ana,5\n")
    receive_file(actor=personas.ops, file_name="march.csv", chunks=file.chunks())
    return crisis


def places(personas: Personas, crisis: Crisis) -> dict[str, list[str]]:
    """The pages to look at, by persona."""
    steps = [f"crisis:{name}" for name in ("detail", "setup", "buy_in", "scripts", "reviews", "recognition")]
    return {
        "supervisor": ["/", *(reverse(name, args=[crisis.pk]) for name in (*steps, "selection:detail")), "/quality/board"],
        "agent": ["/", "/scripts/", reverse("crisis:detail", args=[crisis.pk]), "/quality/mine"],
        "reviewer": ["/", "/quality/queue"],
        "ops": ["/feedback/imports/"],
        "administrator": ["/people/", reverse("desk:glossary")],
    }


def faults(page: Page, size: ViewportSize) -> list[str]:
    page.set_viewport_size(size)
    found = [f"cut off: {element}" for element in cut_off(page)]
    return [*found, "wider than the screen"] if too_wide(page) else found


@pytest.mark.parametrize("language", [ACCENTED, MIRRORED])
def test_longer_texts_fit_on_a_desk_and_on_a_phone(
    language: str, crisis: Crisis, personas: Personas, open_page: OpenPage, pseudo_language: Callable[[str], None]
) -> None:
    pseudo_language(language)
    found = []
    for persona, paths in places(personas, crisis).items():
        page = open_page(getattr(personas, persona))
        for path in paths:
            page.goto(path)
            assert OPEN in page.title()
            for size in (DESK, PHONE):
                found += [f"{persona} at {path}, {size['width']} pixels: {fault}" for fault in faults(page, size)]
    assert found == []


def test_cut_off_text_is_found(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.agent)
    page.goto("/")
    page.evaluate("document.querySelector('h1').style.cssText = 'width: 2rem; overflow: hidden; white-space: nowrap'")
    assert [fault[:12] for fault in faults(page, DESK)] == ["cut off: <h1"]
