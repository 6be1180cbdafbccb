"""Imports of and decisions about deleted contacts: nothing is counted twice, and each refusal has its reason."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from feedback.models import Interaction, MonthlyScore
from feedback.queries.retention import due_horizons
from feedback.queries.rollups import rollup_differences
from intake.actions.people import decide_people
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from intake.lifecycle import WrongImportState
from intake.models import Import
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas, organisation
from tests.feedback.ageing import MARCH, ids, later, purged, rolled_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.broker.send", lambda *_args, **_options: True)


@pytest.fixture
def calls() -> Import:
    """Three contacts of January and two of February 2026, of which one began just after midnight of its first day."""
    organisation()
    return feedback.imported(feedback.calls())


def test_rows_of_a_deleted_month_are_rejected(calls: Import) -> None:
    with later():
        purged()
        before = rolled_up()
        again = feedback.imported(feedback.calls())
    assert (again.counts["rejected"], again.counts["unchanged"], again.counts["added"]) == (3, 2, 0)
    assert list(again.rejections.values_list("reason", "column")) == [("no_longer_kept", "Date")] * 3
    assert rolled_up() == before
    assert ids() == ["C4", "C5"]


def test_rejected_day_is_that_of_the_organisation(calls: Import) -> None:
    """The contact began in the first second of the year in Berlin, which was still 2025 in UTC."""
    with later():
        purged()
        again = feedback.imported(feedback.calls(["C8;;01.01.2026;0.5;Returns;Y;Y;9;12:00:01 AM;4;Y;"]))
    assert list(again.rejections.values_list("reason", "value")) == [("no_longer_kept", "2026-01-01")]


def test_rows_that_became_too_old_while_they_waited_are_not_published(calls: Import) -> None:
    waiting = feedback.received(feedback.calls([*feedback.CALLS, "C9;;03.01.2026;0.5;Returns;Y;Y;9;12:00:01 AM;4;Y;"]))
    Import.objects.filter(pk=waiting.pk).update(goes_on=False)
    waiting.refresh_from_db()
    feedback.worked(waiting)
    assert waiting.state == Import.State.CHECKED
    with later():
        purged()
        before = rolled_up()
        feedback.worked(request_publication(actor=None, imported=waiting))
    assert (waiting.counts["rejected"], waiting.counts["with_rating"], waiting.counts["unassigned"]) == (4, 2, 1)
    assert (waiting.counts["rows"], waiting.counts["unchanged"]) == (6, 2)
    assert set(waiting.rejections.values_list("reason", "value")) == {
        ("no_longer_kept", "2026-01-03"),
        ("no_longer_kept", "2026-01-04"),
        ("no_longer_kept", "2026-01-05"),
    }
    assert rolled_up() == before


def test_partly_deleted_import_cannot_be_undone(calls: Import, personas: Personas, sign_in: Callable[[User], Client]) -> None:
    second = feedback.imported(feedback.calls(["C9;Ida;20.03.2026;0.5;Returns;Y;Y;9;12:00:01 AM;4;Y;"]))
    page = reverse("intake:import_detail", args=[calls.pk])
    client = sign_in(personas.ops)
    assert reverse("intake:import_undo", args=[calls.pk]) in client.get(page).content.decode()
    with later():
        purged()
        with pytest.raises(WrongImportState, match="older than the retention period"):
            undo(actor=None, imported=calls)
        assert feedback.worked(undo(actor=None, imported=second)).state == Import.State.UNDONE
        assert rollup_differences() == []
    shown = client.get(page).content.decode()
    assert "Scores still include it" in shown
    assert reverse("intake:import_undo", args=[calls.pk]) not in shown
    assert client.get(reverse("intake:import_undo", args=[calls.pk])).status_code == 302


def test_import_whose_contact_began_earlier_in_another_import_cannot_be_undone_after_its_deletion(calls: Import) -> None:
    """Its own date is kept, but the contact had the earlier date of the other import."""
    late = feedback.imported(feedback.calls(["E1;Ida;20.03.2026;0.5;Returns;Y;Y;9;12:00:01 AM;4;Y;"]))
    early = feedback.imported(feedback.calls(["E1;Ida;20.01.2026;0.5;Returns;Y;Y;9;12:00:01 AM;2;Y;"]))
    with later():
        purged()
        before = rolled_up()
        for imported in (late, early):
            with pytest.raises(WrongImportState, match="older than the retention period"):
                undo(actor=None, imported=imported)
        assert rolled_up() == before
    assert ids() == ["C4", "C5"]


def test_undo_requested_before_a_deletion_changes_nothing(calls: Import) -> None:
    undo(actor=None, imported=calls)
    with later():
        purged()
        before = rolled_up()
        feedback.worked(calls)
    assert (calls.state, calls.undone_by, calls.undone_at) == (Import.State.PUBLISHED, None, None)
    assert rolled_up() == before
    assert ids() == ["C4", "C5"]


@pytest.mark.parametrize("comes", ["before", "after"])
def test_texts_past_their_period_are_not_imported_again(calls: Import, comes: str) -> None:
    waiting = Import.objects.create(
        file_name="waiting", path="imports/waiting", size_bytes=1, digest="d", source=calls.source, state=Import.State.CHECKED,
        counts={"rows": 1},
    )  # fmt: skip
    long_ago = datetime(2026, 1, 5, 10, tzinfo=UTC)
    said = {"recording_url": "https://example.com/1", "transcript": "Hello", "comment": "Good"}
    waiting.staged.create(
        line=2,
        external_id="C1",
        channel="phone",
        started_at=long_ago,
        instrument="csat",
        value=5,
        responded_at=long_ago,
        **said,
    )
    with later(datetime(2026, 11, 2, tzinfo=UTC)):
        Import.objects.filter(pk=calls.pk).update(published_at=datetime(2026, 2, 2, tzinfo=UTC))
        if comes == "after":
            purged()
        feedback.worked(request_publication(actor=None, imported=waiting))
        # The contact is known with another day.
        feedback.published_as_it_is(waiting)
        if comes == "before":
            purged()
    contact = Interaction.objects.get(external_id="C1")
    assert (contact.recording_url, contact.transcript) == ("", "")
    assert contact.responses.filter(comment="Good").count() == 1, "comments of that age are kept"


def test_names_of_kept_contacts_are_still_asked_about(calls: Import, personas: Personas) -> None:
    waiting = feedback.received(
        feedback.calls(["C9;Uma;02.02.2026;0.5;Billing;Y;Y;1;12:00:01 AM;5;Y;"]), goes_on=False, creates_people=False
    )
    with later():
        purged()
        feedback.worked(waiting)
        assert waiting.state == Import.State.NEEDS_PEOPLE
        decided = decide_people(actor=personas.ops, imported=waiting, people={}, all_new=True)
        feedback.worked(request_publication(actor=None, imported=decided))
    assert ids() == ["C4", "C5", "C9"]


def test_first_old_import_has_a_grace_period() -> None:
    organisation()
    with later():
        imported = feedback.imported(feedback.calls())
        assert purged() is None
        assert len(ids()) == 5
    with later(MARCH + timedelta(days=29)):
        assert purged() is None
        # Otherwise a nightly export of everything would keep everything.
        feedback.imported(feedback.calls())
    with later(MARCH + timedelta(days=31)):
        assert purged() is not None
    assert ids() == []
    assert MonthlyScore.objects.count() == 3
    imported.refresh_from_db()
    assert imported.state == Import.State.PUBLISHED


def test_undone_import_has_no_grace_period(calls: Import) -> None:
    with later(MARCH):
        again = feedback.imported(feedback.calls(["C0;Nia;01.01.2025;0.5;Billing;Y;Y;1;12:00:01 AM;5;Y;"]))
        Import.objects.filter(pk=calls.pk).update(published_at=MARCH)
        assert due_horizons() == {}
        feedback.worked(undo(actor=None, imported=again))
        Import.objects.filter(pk=calls.pk).update(published_at=MARCH - timedelta(days=31))
        assert due_horizons()
