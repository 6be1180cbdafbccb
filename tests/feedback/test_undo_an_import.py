"""Undoing an import: the result equals importing the other files in their order without it."""

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.work import find
from feedback.actions.rollups import rebuild
from feedback.models import Interaction, SurveyResponse
from feedback.queries.import_undo import forecast
from feedback.queries.rollups import rollup_differences
from feedback.sql.import_undo import spoken
from intake.actions.discards import abandon
from intake.actions.steps import step
from intake.actions.undo import undo
from intake.destination import UndoForecast
from intake.lifecycle import WrongImportState
from intake.models import Import, StagedRow
from journal.models import Entry
from people.models import User
from quality.models import Slot
from tests.factories import feedback, quality
from tests.factories.people import Personas, organisation
from tests.seeds import seeds

pytestmark = pytest.mark.django_db

MIDNIGHT = datetime(2026, 1, 31, 22, tzinfo=UTC)
Rows = list[dict[str, Any]]


def undone(imported: Import) -> Import:
    return feedback.worked(undo(actor=None, imported=imported))


def random_rows(chance: random.Random) -> Rows:
    """Rows of few contacts, with random empty cells and answers at few moments, some simultaneous."""

    def some(*values: Any) -> Any:
        return chance.choice(values)

    def answer() -> Mapping[str, Any]:
        if chance.random() < 0.3:
            return {"instrument": "csat"}
        moment = MIDNIGHT + timedelta(hours=chance.randrange(3))
        return {
            "instrument": some("csat", "csat", "nps"),
            "value": some(1, 3, 5),
            "responded_at": moment,
            "comment": some("", "", "Good", "Bad"),
        }

    return [
        {
            **some({"external_id": f"C{chance.randrange(6)}"}, {"digest": f"{chance.randrange(2):032}"}),
            "agent": some("", "Nia", "Omar"),
            "channel": some("phone", "chat"),
            "topic": some("", "Billing", "Delivery"),
            "language": some("", "de"),
            "started_at": MIDNIGHT + timedelta(hours=chance.randrange(4)),
            "response_seconds": some(None, 5, 9),
            "handle_seconds": some(None, 60, 90),
            "is_resolved": some(None, True, False),
            "resolved_on_first_contact": some(None, True, False),
            "recording_url": some("", "https://example.com/1"),
            "transcript": some("", "Hello", "Goodbye"),
            "ended_at": some(None, MIDNIGHT + timedelta(hours=5), MIDNIGHT + timedelta(hours=6)),
            "survey_sent_at": some(None, MIDNIGHT + timedelta(hours=7)),
            **answer(),
        }
        for _ in range(chance.randrange(1, 12))
    ]


def imported_rows(name: str, rows: Rows) -> Import:
    """A published file with these rows. Known contacts take its agents."""
    imported = Import.objects.create(
        file_name=name, path=f"imports/{name}", size_bytes=1, digest="d", source="s", state=Import.State.CHECKED,
        creates_people=True, counts={"rows": len(rows)},
    )  # fmt: skip
    StagedRow.objects.bulk_create([StagedRow(file=imported, line=line, **row) for line, row in enumerate(rows, 2)])
    return feedback.published(imported)


@pytest.mark.parametrize("seed", seeds(8))
def test_undo_gives_the_result_of_the_other_imports(seed: int) -> None:
    organisation()
    chance = random.Random(seed)  # noqa: S311 - a seeded test
    files: dict[str, tuple[Import, Rows]] = {}
    for number in range(7):
        rows = random_rows(chance)
        if files and chance.random() < 0.2:
            # The same file again, as a whole.
            rows = chance.choice(list(files.values()))[1]
        files[str(number)] = (imported_rows(str(number), rows), rows)
        if chance.random() < 0.45:
            gone, _rows = files.pop(chance.choice(list(files)))
            assert undone(gone).state == Import.State.UNDONE
            assert rollup_differences() == []
    left = feedback.end_state()
    feedback.forget_everything()
    for name, (_imported, rows) in files.items():
        imported_rows(name, rows)
    assert left == feedback.end_state()


def test_undoing_all_imports_in_any_order_leaves_nothing() -> None:
    organisation()
    chance = random.Random(7)  # noqa: S311 - a seeded test
    files = [imported_rows(str(number), random_rows(chance)) for number in range(5)]
    chance.shuffle(files)
    for imported in files:
        undone(imported)
    assert not any(rows for name, rows in feedback.end_state().items() if name != "staged")


@pytest.fixture
def rated_twice() -> tuple[Import, Import]:
    """Two files; the second rates C1 again and changes the topic of C2."""
    organisation()
    first = feedback.imported(feedback.calls())
    again = ["C1;Nia;04.01.2026;0.5;Billing;Y;Y;109;12:02:23 AM;5;Y;", feedback.CALLS[1].replace("Delivery", "Returns"), *NEW]
    return first, feedback.imported(feedback.calls(again))


NEW = ("N1;Nia;04.01.2026;0.5;Billing;Y;Y;1;12:02:23 AM;5;Y;",)


def test_earlier_response_is_restored(rated_twice: tuple[Import, Import]) -> None:
    again = rated_twice[1]
    assert forecast(again) == UndoForecast(removed=1, shared=2, kept=0, responses=2)
    counts = undone(again).counts
    assert [counts[name] for name in ("removed", "removed_responses", "put_back", "responses_back", "kept")] == [1, 2, 2, 1, 0]
    assert SurveyResponse.objects.get(interaction__external_id="C1").state == "counted"
    assert Interaction.objects.get(external_id="C2").topic == "Delivery"
    assert rollup_differences() == []


def test_undoing_the_first_import_keeps_the_part_of_the_later_one(rated_twice: tuple[Import, Import]) -> None:
    first, again = rated_twice
    undone(first)
    assert sorted(Interaction.objects.values_list("external_id", "file")) == [(key, again.pk) for key in ("C1", "C2", "N1")]
    assert SurveyResponse.objects.get(interaction__external_id="C1").value == 5


def test_a_comment_is_not_lost_to_an_empty_cell_of_the_same_file() -> None:
    """Otherwise the result would depend on the order of files."""
    organisation()
    row = {"external_id": "C1", "channel": "phone", "started_at": MIDNIGHT, "instrument": "csat", "value": 3}
    said = [{**row, "responded_at": MIDNIGHT, "comment": comment} for comment in ("Good", "")]
    first, second = imported_rows("a", said), imported_rows("b", said)
    for gone in (None, first):
        if gone:
            undone(gone)
        assert SurveyResponse.objects.get().comment == "Good"
    assert SurveyResponse.objects.get().file == second


def test_it_is_journalled_told_and_can_be_imported_again(personas: Personas) -> None:
    imported = feedback.imported(feedback.calls(), actor=personas.ops)
    before = feedback.end_state()
    feedback.worked(undo(actor=personas.ops, imported=imported))
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor_id, entry.data["removed"]) == ("intake.import_undone", personas.ops.person_id, 5)
    assert not Interaction.objects.exists()
    feedback.imported(feedback.calls())
    assert feedback.end_state() == before


def test_undoing_twice_is_harmless(rated_twice: tuple[Import, Import]) -> None:
    again = undone(rated_twice[1])
    state, counts, entries = feedback.end_state(), again.counts, Entry.objects.count()
    assert undone(again).counts == counts
    assert (feedback.end_state(), Entry.objects.count()) == (state, entries)


def test_late_work_does_nothing(rated_twice: tuple[Import, Import]) -> None:
    again = undone(rated_twice[1])
    state, work = feedback.end_state(), find(again.work_key)
    assert work is not None
    assert step(work).finished
    assert feedback.end_state() == state


def test_reviewed_contact_is_kept_without_answers(personas: Personas) -> None:
    imported = feedback.imported(feedback.calls())
    slot = quality.assigned_slot(personas.agent.person, personas.reviewer)
    rebuild()
    reviewed = Interaction.objects.get(external_id="C1")
    Slot.objects.filter(pk=slot.pk).update(interaction=reviewed)
    assert forecast(imported) == UndoForecast(removed=4, shared=0, kept=1, responses=4)
    assert undone(imported).counts["kept"] == 1
    assert Interaction.objects.get(file=imported) == reviewed
    assert not SurveyResponse.objects.filter(file=imported).exists()
    slot.refresh_from_db()
    assert slot.interaction == reviewed
    assert rollup_differences() == []
    again = feedback.imported(feedback.calls())
    assert again.counts["added"] == 4
    assert SurveyResponse.objects.get(interaction=reviewed).file == again
    undone(again)
    assert Interaction.objects.get(pk=reviewed.pk).file == imported
    assert not SurveyResponse.objects.filter(interaction=reviewed).exists()
    assert rollup_differences() == []


def test_everything_that_refers_to_a_contact_protects_it() -> None:
    """Contacts referred to by any other room are kept, found by foreign keys."""
    for table in ("quality_slot", "quality_replacement", "quality_review"):
        assert f"FROM {table} u WHERE u.interaction_id" in spoken()


def test_impossible_undo_is_refused(personas: Personas) -> None:
    with pytest.raises(WrongImportState, match="Only a published import"):
        undo(actor=personas.ops, imported=feedback.arrived("checked"))
    old = feedback.imported(feedback.calls())
    with pytest.raises(PermissionDenied):
        undo(actor=personas.supervisor, imported=old)
    Import.objects.filter(pk=old.pk).update(can_be_undone=False)
    with pytest.raises(WrongImportState, match="earlier version"):
        undo(actor=personas.ops, imported=old)
    Import.objects.filter(pk=old.pk).update(can_be_undone=True)
    with pytest.raises(WrongImportState, match="can't be discarded any more"):
        abandon(actor=personas.ops, imported=undone(old))
    assert old.state == Import.State.UNDONE


def test_pages_show_forecast_and_result(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    imported, client = feedback.imported(feedback.calls()), sign_in(personas.ops)
    detail, ask = (reverse(f"intake:import_{name}", args=[imported.pk]) for name in ("detail", "undo"))
    assert ask in client.get(detail).content.decode()
    page = client.get(ask).content.decode()
    assert "Removes 5 contacts that no other import has." in page
    assert "Removes 4 responses that no other import has." in page
    assert Interaction.objects.count() == 5
    assert client.post(ask).status_code == 302
    assert "Undoing" in client.get(detail).content.decode()
    feedback.worked(Import.objects.get(pk=imported.pk))
    page = client.get(detail).content.decode()
    assert "It no longer counts" in page
    assert str(personas.ops.person) in page
    assert ask not in page
    assert client.get(ask).status_code == 302
    assert "Undone" in client.get(reverse("intake:imports")).content.decode()


def command(*arguments: object) -> str:
    out = StringIO()
    call_command("undo_import", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_command_shows_the_forecast_and_undoes() -> None:
    organisation()
    imported = feedback.imported(feedback.calls())
    assert "5  contacts removed" in command(imported.pk, "--dry-run")
    assert Interaction.objects.count() == 5
    assert '"removed": 5' in command(imported.pk, "--json")
    assert not Interaction.objects.exists()
    assert "5  contacts removed" in command(imported.pk)
    with pytest.raises(CommandError, match="Import 0 doesn't exist"):
        command(0)
    with pytest.raises(CommandError, match="Only a published import"):
        command(feedback.arrived("checked").pk)


def test_new_contacts_have_no_claims() -> None:
    organisation()
    feedback.imported(feedback.calls())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM feedback_claim")
        assert cursor.fetchone() == (0,)
