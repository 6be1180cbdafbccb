"""Several rows of one contact in a file, and files with fewer columns than others."""

from datetime import UTC, datetime

import pytest

from feedback.models import Interaction, SurveyResponse
from feedback.queries.rollups import rollup_differences
from intake.actions.undo import undo
from intake.models import Import
from tests.factories import feedback
from tests.factories.people import organisation

pytestmark = pytest.mark.django_db

HEADER = "id;agent;channel;date;responded at;rating;topic"


def imported(*lines: str, header: str = HEADER) -> Import:
    return feedback.imported("\n".join((header, *lines, "")).encode(), profile_name="generic")


def contact() -> Interaction:
    return Interaction.objects.select_related("person").get()


def test_empty_cell_of_a_later_row_removes_nothing() -> None:
    imported("1;Nia;phone;2026-01-05 09:00;2026-01-05 10:00;5;Billing", "1;;;2026-01-05 09:00;2026-01-05 11:00;4;")
    assert (str(contact().person), contact().channel, contact().topic) == ("Nia", "phone", "Billing")
    assert list(SurveyResponse.objects.order_by("value").values_list("value", "state")) == [(4, "counted"), (5, "superseded")]
    assert rollup_differences() == []


def test_newest_first_export_gives_the_same_result() -> None:
    """The row with the latest answer wins, wherever it is in the file."""
    organisation()
    imported("1;Nia;phone;2026-02-01 09:00;2026-02-02 10:00;5;Billing", "1;Omar;chat;2026-01-05 09:00;2026-01-05 11:00;1;")
    assert (str(contact().person), contact().channel) == ("Nia", "phone")
    assert contact().started_at == datetime(2026, 2, 1, 8, tzinfo=UTC)
    assert SurveyResponse.objects.get(state="counted").value == 5


def test_file_without_channels_keeps_the_channel() -> None:
    imported("1;Nia;phone;2026-01-05 09:00;2026-01-05 10:00;5;Billing")
    imported("1;2026-01-05 09:00;Returns", header="id;date;topic")
    assert (contact().channel, contact().topic) == ("phone", "Returns")
    assert rollup_differences() == []


def test_undoing_the_file_with_the_channel_restores_the_other_value() -> None:
    first = imported("1;Nia;phone;2026-01-05 09:00;2026-01-05 10:00;5;Billing")
    imported("1;2026-01-05 09:00;Returns", header="id;date;topic")
    feedback.worked(undo(actor=None, imported=first))
    assert (contact().channel, contact().topic, contact().person) == ("other", "Returns", None)
    assert rollup_differences() == []
