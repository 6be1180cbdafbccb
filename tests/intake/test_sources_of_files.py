"""Sources: unknown files need one, known ones are offered, and the same file or contacts under two sources need a look."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from feedback.models import Interaction
from intake.actions import file_publication
from intake.actions.decisions import decide_findings
from intake.actions.findings import look_at_contacts
from intake.actions.people import decide_people
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from intake.actions.uploads import SourceMissing, receive_file
from intake.forms.columns import ColumnsForm
from intake.models import Import
from intake.queries.sources import as_spelled, last_source_for, sources_to_choose
from people.models import Notification, SourceIdentity, User
from tests.factories import api, feedback
from tests.factories.people import Personas, organisation

pytestmark = pytest.mark.django_db

ROWS = b"ticket,agent,date,rating\n1,Nia,2026-01-31 10:00,4\n2,Omar,2026-01-31 11:00,5\n"
LATER = b"ticket,agent,date,rating\n1,Nia,2026-01-31 10:00,4\n3,Omar,2026-02-03 11:00,5\n"


def read(content: bytes, source: str, **options: Any) -> Import:
    """A file with usual columns from this source, read and published if it needs no decision."""
    return feedback.worked(feedback.received(content, profile_name="generic", source=source, **options))


def found(imported: Import) -> list[tuple[str, int]]:
    return sorted(imported.findings.values_list("kind", "count"))


@pytest.fixture(autouse=True)
def _organisation() -> None:
    organisation()


@pytest.mark.parametrize("source", ["", "generic", "Generic"])
def test_file_without_a_source_is_refused_and_not_kept(source: str, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    api.sender()
    with pytest.raises(SourceMissing, match=r"Name the source .*--source.* Sources in use: help-desk\."):
        read(ROWS, source)
    assert not Import.objects.exists()
    assert list((tmp_path / "imports").iterdir()) == []


def test_source_can_be_replaced() -> None:
    imported = feedback.imported(feedback.calls(), source="second site")
    assert (imported.source, imported.profile["name"]) == ("second site", "call-center")


def test_source_is_spelled_as_before() -> None:
    read(ROWS, "Shop")
    assert as_spelled("  shop ") == "Shop"
    assert read(ROWS, "SHOP").source == "Shop"
    assert (as_spelled("web  shop"), sources_to_choose()) == ("web shop", ["Shop"])


def test_last_source_of_files_with_the_same_columns_is_suggested() -> None:
    titles = ["ticket", "agent", "date", "rating"]
    assert last_source_for(titles) == ""
    read(ROWS, "first")
    read(LATER, "second")
    assert last_source_for(titles[::-1]) == "second"
    assert last_source_for([*titles, "more"]) == ""
    rejected = ("Rejected: line", "Rejected: column", "Rejected: value", "Rejected because")
    assert last_source_for([*titles, *rejected]) == "second", "corrected rows go to the source of their file"
    assert last_source_for(titles[:3]) == ""


def test_columns_page_offers_sources_and_refuses_generic(personas: Personas) -> None:
    read(ROWS, "shop")
    imported = receive_file(actor=personas.ops, file_name="a.csv", chunks=[LATER])
    assert imported.state == Import.State.UPLOADED
    form = ColumnsForm(None, imported=imported)
    assert (form["source"].value(), form.sources) == ("shop", ["shop"])
    assert "Name the system" in ColumnsForm({"source": "Generic"}, imported=imported).errors["source"][0]
    assert "source" not in ColumnsForm({"source": "other"}, imported=imported).errors


def test_upload_says_that_the_file_was_published_before(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    first = read(ROWS, "shop")
    client = sign_in(personas.ops)
    upload = client.post(reverse("intake:import_new"), {"file": SimpleUploadedFile("b.csv", ROWS)}, follow=True)
    shown = " ".join(upload.content.decode().split())
    assert "under the source “shop”" in shown
    assert reverse("intake:import_detail", args=[first.pk]) in shown
    undo(actor=None, imported=first)
    feedback.worked(first)
    again = client.get(reverse("intake:import_columns", args=[Import.objects.latest("pk").pk])).content.decode()
    assert "under the source" not in again


def test_file_again_under_the_same_source_needs_no_decision() -> None:
    read(ROWS, "shop")
    again = read(ROWS, "shop")
    assert (again.state, again.counts["unchanged"], found(again)) == (Import.State.PUBLISHED, 2, [])


def test_same_file_under_another_source_needs_a_decision() -> None:
    read(ROWS, "shop")
    again = read(ROWS, "desk")
    assert (again.state, found(again)) == (Import.State.NEEDS_LOOK, [("published_before", 2)])
    assert Interaction.objects.count() == 2
    feedback.published_as_it_is(again)
    assert (again.state, Interaction.objects.count()) == (Import.State.PUBLISHED, 4)
    # Both sources have it now, so there is nothing left to ask.
    assert read(ROWS, "desk").state == Import.State.PUBLISHED


def test_contacts_known_from_another_source_need_a_decision() -> None:
    read(ROWS, "shop")
    later = read(LATER, "desk")
    assert found(later) == [("same_contacts", 1)]
    (example,) = later.findings.get().about["examples"]
    assert (example["external_id"], example["known_source"], example["known_agent"]) == ("1", "shop", "Nia")


@pytest.mark.parametrize(
    "row", [b"1,Omar,2026-01-31 10:00,4", b"1,Nia,2026-01-31 10:01,4", b"7,Nia,2026-01-31 10:00,4", b"1,,2026-01-31 10:00,4"]
)
def test_other_agent_start_or_id_is_another_contact(row: bytes) -> None:
    read(ROWS, "shop")
    assert "same_contacts" not in dict(found(read(b"ticket,agent,date,rating\n" + row + b"\n", "desk")))


def test_rows_without_an_id_are_compared_by_their_content() -> None:
    without_id = b"agent,date,rating\nNia,2026-01-31 10:00,4\nNia,2026-01-31 10:00,4\nOmar,2026-01-31 11:00,5\n"
    read(without_id, "shop")
    assert found(read(without_id + b"Ida,2026-02-01,5\n", "desk")) == [("same_contacts", 2)]


def test_contacts_that_another_import_published_meanwhile_are_asked_about(personas: Personas) -> None:
    """Both files are checked before either is published."""
    other_agent = ROWS.replace(b"1,Nia", b"1,Omar")
    waiting = {source: read(content, source, goes_on=False) for source, content in (("shop", ROWS), ("desk", LATER))}
    moved = read(other_agent, "shop", goes_on=False, actor=personas.ops)
    assert {each.state for each in (*waiting.values(), moved)} == {Import.State.CHECKED}
    for imported in (*waiting.values(), moved):
        feedback.worked(request_publication(actor=None, imported=imported))
    states = [waiting["shop"].state, waiting["desk"].state, moved.state]
    assert states == [Import.State.PUBLISHED, Import.State.NEEDS_LOOK, Import.State.NEEDS_LOOK]
    assert (found(waiting["desk"]), found(moved)) == ([("same_contacts", 1)], [("reassigned", 1)])
    assert "is not published yet" in Notification.objects.get(person=personas.ops.person).text
    assert Interaction.objects.count() == 2


def test_file_that_was_published_under_another_source_meanwhile_is_asked_about() -> None:
    """All copies are checked before any is published. Their contacts would count twice."""
    waiting = [read(ROWS, source, goes_on=False) for source in ("shop", "desk")]
    assert [found(each) for each in waiting] == [[], []]
    for imported in waiting:
        feedback.worked(request_publication(actor=None, imported=imported))
    assert (waiting[1].state, found(waiting[1])) == (Import.State.NEEDS_LOOK, [("published_before", 2)])
    assert Interaction.objects.count() == 2


def test_decision_about_a_published_file_holds_only_for_the_sources_that_have_it() -> None:
    waiting = [read(ROWS, source, goes_on=False) for source in ("shop", "desk", "mail")]
    feedback.worked(request_publication(actor=None, imported=waiting[0]))
    feedback.worked(request_publication(actor=None, imported=waiting[2]))
    decide_findings(actor=None, imported=waiting[2], decisions={"published_before": "publish"})
    feedback.published(waiting[1])
    feedback.worked(request_publication(actor=None, imported=waiting[2]))
    assert (waiting[2].state, found(waiting[2])) == (Import.State.NEEDS_LOOK, [("published_before", 2)])
    feedback.published_as_it_is(waiting[2])
    assert waiting[2].state == Import.State.PUBLISHED


def test_decision_holds_only_for_the_contacts_it_was_made_for() -> None:
    read(ROWS, "shop")
    both_moved = b"ticket,agent,date,rating\n1,Omar,2026-01-31 10:00,4\n3,Nia,2026-02-03 11:00,5\n"
    waiting = read(both_moved, "shop", goes_on=False)
    decide_findings(actor=None, imported=waiting, decisions={"reassigned": "move"})
    read(b"ticket,agent,date,rating\n3,Omar,2026-02-03 11:00,5\n", "shop")
    feedback.worked(request_publication(actor=None, imported=waiting))
    assert (waiting.state, found(waiting)) == (Import.State.NEEDS_LOOK, [("reassigned", 2)])
    feedback.published_as_it_is(waiting)
    assert (waiting.state, waiting.counts["reassigned"]) == (Import.State.PUBLISHED, 2)


@pytest.mark.parametrize("meanwhile", [False, True])
def test_decision_from_before_the_names_holds_if_no_import_came_between(personas: Personas, *, meanwhile: bool) -> None:
    read(ROWS, "shop")
    waiting = read(LATER, "desk", goes_on=False, creates_people=False)
    assert (waiting.state, found(waiting)) == (Import.State.NEEDS_LOOK, [("same_contacts", 1)])
    decide_findings(actor=None, imported=waiting, decisions={"same_contacts": "publish"})
    assert waiting.state == Import.State.NEEDS_PEOPLE
    if meanwhile:
        assert read(b"ticket,agent,date,rating\n3,Omar,2026-02-03 11:00,5\n", "mail").state == Import.State.PUBLISHED
    people = dict(SourceIdentity.objects.filter(source="shop").values_list("label", "person"))
    decide_people(actor=personas.ops, imported=waiting, people=people)
    waiting.refresh_from_db()
    assert (waiting.state, dict(found(waiting))["same_contacts"]) == (
        (Import.State.NEEDS_LOOK, 2) if meanwhile else (Import.State.CHECKED, 1)
    )


def test_unmatched_name_is_compared_as_the_person_it_surely_is() -> None:
    """A new source has no matched names yet, but only one person has this name."""
    read(ROWS, "shop")
    assert found(read(LATER, "desk")) == [("same_contacts", 1)]


@pytest.mark.django_db(transaction=True)
def test_contacts_are_compared_under_the_lock_of_publishing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, another import could be published between the comparison and the merge."""
    held: list[int] = []

    def look(imported: Import) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()")
            held.append(cursor.fetchone()[0])
        return look_at_contacts(imported)

    monkeypatch.setattr(file_publication, "look_at_contacts", look)
    assert read(ROWS, "shop").state == Import.State.PUBLISHED
    assert held == [1]
