"""Pages of imports that need a look: what they say, and how questions are answered."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from intake.models import Import
from intake.needs import imports_to_check
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

TOO_LONG = "N" * 201
HEAD = "ticket,agent,date,rating"


@pytest.fixture
def ops(personas: Personas, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(personas.ops)


def waiting(*rows: str) -> Import:
    content = "".join(f"{row}\n" for row in (HEAD, *rows)).encode()
    return feedback.worked(feedback.received(content, profile_name="generic", goes_on=False))


def page_of(client: Client, imported: Import) -> str:
    return " ".join(client.get(reverse("intake:import_detail", args=[imported.pk])).content.decode().split())


def test_question_is_answered_on_the_page(ops: Client, personas: Personas) -> None:
    imported = waiting("1,Nia,2001-01-31,4")
    assert [need.sign for need in imports_to_check(personas.ops)] == ["Needs a look"]
    shown = page_of(ops, imported)
    assert "1 row is more than ten years old" in shown
    assert "Ready to publish" not in shown
    assert "Publish import" not in shown
    decide = reverse("intake:import_decide", args=[imported.pk])
    unanswered = ops.post(decide, {})
    assert (unanswered.status_code, "This field is required" in unanswered.content.decode()) == (422, True)
    assert ops.post(decide, {"long_ago": "publish"}).status_code == 302
    shown = page_of(ops, imported)
    assert "Ready to publish" in shown
    assert "These dates are right (decided by" in shown
    assert ops.post(decide, {"long_ago": "publish"}).status_code == 409


def test_obstacle_leads_back_to_the_columns(ops: Client) -> None:
    imported = waiting(f"1,{TOO_LONG},2026-01-31,4", f"2,{TOO_LONG},2026-01-31,5")
    shown = page_of(ops, imported)
    assert "All 2 rows were rejected" in shown
    assert "Save answers" not in shown
    assert "Publish import" not in shown
    assert reverse("intake:import_columns", args=[imported.pk]) in shown
    publish = ops.post(reverse("intake:import_publish", args=[imported.pk]))
    assert publish.status_code == 409


def test_note_does_not_keep_a_file_from_being_published(ops: Client) -> None:
    imported = waiting("1,Nia,2026-01-31,", "2,Nia,2026-01-31,")
    shown = page_of(ops, imported)
    assert "No row has a rating" in shown
    assert "Publish import" in shown


def test_rejections_are_summed_by_reason_on_the_page(ops: Client) -> None:
    good = [f"{number},Nia,2026-01-31,5" for number in range(3)]
    imported = waiting(*good, f"7,{TOO_LONG},2026-01-31,4", f"8,{TOO_LONG},2026-01-31,5", "9,Nia,soon,4")
    context = ops.get(reverse("intake:import_detail", args=[imported.pk])).context
    groups = [(group.reason, group.column, group.count, group.value) for group in context["status"].reasons]
    assert groups == [("value_too_long", "agent", 2, TOO_LONG), ("date", "date", 1, "soon")]
    assert "The first 3 rows" in page_of(ops, imported)


def test_finding_of_a_published_import_stays_on_its_page(ops: Client) -> None:
    imported = feedback.published_as_it_is(waiting("1,Nia,2001-01-31,4"))
    shown = page_of(ops, imported)
    assert "Found while checking" in shown
    assert "This concerned 1 row." in shown


def test_questions_that_can_end_an_import_come_before_names(ops: Client) -> None:
    content = f"{HEAD}\n1,Nia,2001-01-31,4\n".encode()
    imported = feedback.worked(feedback.received(content, profile_name="generic", goes_on=False, creates_people=False))
    assert imported.state == Import.State.NEEDS_LOOK
    assert "These dates are right" in page_of(ops, imported)
    assert ops.post(reverse("intake:import_people", args=[imported.pk]), {"all_new": "1"}).status_code != 200
    ops.post(reverse("intake:import_decide", args=[imported.pk]), {"long_ago": "publish"})
    imported.refresh_from_db()
    assert imported.state == Import.State.NEEDS_PEOPLE
    assert "Match names" in page_of(ops, imported)
