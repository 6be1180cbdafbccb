"""Changing columns or scale of a known help desk's file before it is read."""

from typing import Any

import pytest

from intake.forms.columns import ColumnsForm
from intake.models import Import
from intake.reading.profiles import Field, Profile
from tests.factories import feedback
from tests.intake.forms import as_csv
from tests.intake.test_profile_freshdesk_and_frappe import TICKET

pytestmark = pytest.mark.django_db

STARS = [[f"HD-{number}", number, "", "", "", "Billing", "2026-01-05 10:00:00"] for number in (1, 2, 4)]


def answered(imported: Import, **changes: Any) -> Profile:
    """Profile from the page's defaults with these changes."""
    blank = ColumnsForm(None, imported=imported)
    told = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
    first = {name: value for name, value in told.items() if value is not None and value is not False}
    form = ColumnsForm({**first, "scale_answer": "leave_out", **changes}, imported=imported)
    assert form.is_valid(), form.errors
    return form.profile()


def test_changed_scale_drops_the_factor_of_the_known_source() -> None:
    imported = feedback.received(as_csv(TICKET, STARS), goes_on=False, creates_people=False)
    known = Profile.from_json(imported.profile)
    assert known.scale.factor == 5
    assert answered(imported, source="desk").scale.factor == 5
    changed = answered(imported, lowest=1, highest=5)
    assert (changed.scale.factor, changed.scale.lowest, changed.scale.highest) == (0, 1, 5)


def test_one_date_column_can_be_contact_and_response_date() -> None:
    imported = feedback.received(as_csv(TICKET, STARS), goes_on=False, creates_people=False)
    said = answered(imported)
    assert [title for title in said.columns.values() if title == "resolution_date"] == ["resolution_date"] * 2


def test_changed_id_column_is_read_as_it_is() -> None:
    header = ("Agent Name", "Rating", "Feedback Comment", "Link to the conversation", "Recorded date", "Number")
    row = ("Nia", 5, "", "https://desk.example.org/app/accounts/1/conversations/5", "2026-01-05 10:00:00", "77")
    imported = feedback.received(as_csv(header, [row]), goes_on=False, creates_people=False)
    assert answered(imported).id_part
    assert answered(imported, **{f"column_{Field.EXTERNAL_ID}": "Number"}).id_part == ""
