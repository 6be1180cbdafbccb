"""Progress of an import: rows, remaining time and current activity."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.models import Work
from core.work import find
from intake.models import Import
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def ops(personas: Personas, sign_in: SignIn) -> Client:
    return sign_in(personas.ops)


def page_of(client: Client, imported: Import) -> str:
    return " ".join(client.get(reverse("intake:import_detail", args=[imported.pk])).content.decode().split())


def half_way(imported: Import, **units: int | None) -> None:
    started = clock.now() - timedelta(seconds=30)
    work = find(imported.work_key)
    assert work is not None
    held = {"token": uuid4(), "lease_until_at": clock.now() + timedelta(seconds=10)}
    Work.objects.filter(pk=work.pk).update(state=Work.State.RUNNING, started_at=started, **held, **units)


def test_number_of_rows_is_shown_before_reading(ops: Client) -> None:
    imported = feedback.arrived(Import.State.STAGING)
    assert "0 of 5 rows" in page_of(ops, imported)
    assert "left</span>" not in page_of(ops, imported)


def test_rows_and_remaining_time_are_shown_while_reading(ops: Client) -> None:
    imported = feedback.arrived(Import.State.STAGING)
    half_way(imported, done_units=20_000, total_units=80_000)
    page = page_of(ops, imported)
    assert "20,000 of 80,000 rows" in page
    assert "about 2 minutes left" in page or "about 1 minute" in page
    assert "You can leave this page. The work continues in the background." in page


def test_publishing_and_undoing_show_no_percentage(ops: Client, personas: Personas) -> None:
    imported = feedback.arrived(Import.State.CHECKED)
    ops.post(reverse("intake:import_publish", args=[imported.pk]))
    imported.refresh_from_db()
    half_way(imported)
    page = page_of(ops, imported)
    assert "Publishing 5 rows" in page
    assert "The progress bar only moves when this step is done" in page.replace("&#x27;", "'")
    assert 'value="' not in page[page.index("<progress") : page.index("</progress>")]
    Work.objects.update(token=None, lease_until_at=None)
    feedback.worked(imported)
    ops.post(reverse("intake:import_undo", args=[imported.pk]))
    imported.refresh_from_db()
    assert "Undoing the import of 5 rows" in page_of(ops, imported)


def test_only_changes_are_sent_to_a_polling_page(ops: Client) -> None:
    imported = feedback.arrived(Import.State.STAGING)
    url = reverse("intake:import_detail", args=[imported.pk])
    seen = ops.get(url).context["status"].version
    again = {"seen": seen}, {"HX-Request": "true"}
    assert ops.get(url, again[0], headers=again[1]).status_code == 204
    half_way(imported, done_units=2, total_units=5)
    assert ops.get(url, again[0], headers=again[1]).status_code == 200
