"""Details of a contact besides its rating: end, survey, times, transcript and recording."""

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from feedback.models import Interaction
from feedback.queries.interaction_facts import facts_of
from feedback.queries.rollups import rollup_differences
from intake.models import Import
from intake.reading.column_guesses import guessed_profile
from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of
from intake.reading.profiles import Field
from tests.factories import feedback
from tests.intake.dirty import PLAIN, parsed, understood

HEADER = "id,agent,date,rating,reply,end,asked,fcr,transcript"
FULL = (
    "C1,Nia,2026-01-05 09:00:00+00:00,5,2026-01-05 09:02:30+00:00,2026-01-05 09:20:00+00:00,2026-01-05 10:00:00+00:00,yes,"
    '"Hello,\nhow can I help?"'
)
PROFILE = replace(
    PLAIN,
    columns={
        **PLAIN.columns,
        Field.FIRST_RESPONSE: "reply",
        Field.ENDED: "end",
        Field.SURVEY_SENT: "asked",
        Field.FIRST_CONTACT: "fcr",
        Field.TRANSCRIPT: "transcript",
    },
)

# As the export of a shop's help desk looks: the day of the answer is written otherwise, and its clock slips at times.
SHOP_HEADER = (
    "Unique id,channel_name,category,Sub-category,Customer Remarks,Order_id,order_date_time,Issue_reported at,issue_responded,"
    "Survey_response_Date,Customer_City,Product_category,Item_price,connected_handling_time (s),Agent_name,Supervisor,Manager,"
    "Tenure Bucket,Agent Shift,CSAT Score"
)
SHOP = (
    "u1,Outcall,Returns,Reverse Pickup,,o1,,01/08/2023 11:13,01/08/2023 11:47,01-Aug-23,,,,,Nia Berg,S,M,>90,Morning,5",
    'u2,Inbound,Order,Late,"Slow, kind",o2,,31/08/2023 12:52,31/08/2023 12:54,31-Aug-23,,,,462,Omar Diaz,S,M,>90,Evening,4',
    "u3,Email,Order,Late,,o3,,30/08/2023 20:16,30/08/2023 08:38,30-Aug-23,,,,,Nia Berg,S,M,>90,Night,1",
)  # fmt: skip


def test_everything_a_contact_has_is_read() -> None:
    (row,) = parsed(understood(f"{HEADER}\n{FULL}\n".encode(), PROFILE))
    assert row.response_seconds == 150
    assert (row.ended_at, row.survey_sent_at) == (
        datetime(2026, 1, 5, 9, 20, tzinfo=UTC),
        datetime(2026, 1, 5, 10, tzinfo=UTC),
    )
    assert (row.resolved_on_first_contact, row.transcript) == (True, "Hello,\nhow can I help?")


def test_time_before_the_contact_began_is_ignored() -> None:
    slipped = "C1,Nia,2026-01-05 09:00:00+00:00,5,2026-01-05 08:59:59+00:00,2026-01-05,2026-01-04, ,"
    (row,) = parsed(understood(f"{HEADER}\n{slipped}\n".encode(), PROFILE))
    assert (row.response_seconds, row.ended_at, row.survey_sent_at) == (None, None, None)
    assert row.resolved_on_first_contact is None


def test_first_reply_decades_away_is_ignored() -> None:
    placeholder = "C1,Nia,2026-01-05 09:00:00+00:00,5,2099-12-31 00:00:00+00:00,,,,"
    (row,) = parsed(understood(f"{HEADER}\n{placeholder}\n".encode(), PROFILE))
    assert (row.value, row.response_seconds) == (5, None)


@pytest.mark.django_db
def test_details_are_imported_and_visible_to_reviewers(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(
        "id,agent,date,rating,response time (seconds),ended at,survey sent at,fcr,transcript\n"
        'C1,Nia,2026-01-05 09:00,5,90,2026-01-05 09:20,2026-01-05 10:00,no,"Hello"\n'
    )
    call_command("import_feedback", path, "--profile", "generic", "--source", "shop", stdout=StringIO())
    contact = Interaction.objects.get()
    assert contact.survey_sent_at == datetime(2026, 1, 5, 10, tzinfo=UTC)
    facts = facts_of([contact.pk])[contact.pk]
    assert (facts.ended_at, facts.response_seconds) == (datetime(2026, 1, 5, 9, 20, tzinfo=UTC), 90)
    assert (facts.resolved_on_first_contact, facts.transcript) == (False, "Hello")


@pytest.mark.django_db
def test_the_export_of_a_shop_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    path.write_text("\n".join((SHOP_HEADER, *SHOP)) + "\n")
    out = StringIO()
    call_command("import_feedback", path, "--profile", "generic", "--source", "shop", stdout=out)
    assert Import.objects.get().counts["rejected"] == 0, out.getvalue()
    first, second, third = Interaction.objects.order_by("external_id")
    assert (first.topic, first.response_seconds, second.handle_seconds) == ("Returns", 34 * 60, 462)
    # Replied to before it was reported: nobody knows how long that took.
    assert third.response_seconds is None
    assert [response.value for contact in (first, second, third) for response in contact.responses.all()] == [5, 4, 1]
    assert rollup_differences() == []


@pytest.mark.django_db
def test_empty_cell_removes_nothing() -> None:
    head = "id;agent;date;rating;ended at;transcript"
    for line in ("C1;Nia;2026-01-05 09:00;5;2026-01-05 09:20;Hello", "C1;Nia;2026-01-05 09:00;5;;"):
        feedback.imported(f"{head}\n{line}\n".encode(), profile_name="generic")
    contact = Interaction.objects.get()
    assert (contact.ended_at, contact.transcript) == (datetime(2026, 1, 5, 9, 20, tzinfo=UTC), "Hello")


def test_wrong_guess_rejects_no_row(tmp_path: Path) -> None:
    """A date column in another format than the start is left out of the guessed mapping."""
    path = tmp_path / "contacts.csv"
    path.write_text("id,date,rating,ended at,survey sent at\nC1,31.12.2026,5,2026-12-31 10:00,31.12.2026\n")
    with path.open("rb") as file:
        columns = guessed_profile(file, layout_of(file, Limits()), Limits()).columns
    assert Field.ENDED not in columns
    assert columns[Field.SURVEY_SENT] == "survey sent at"
