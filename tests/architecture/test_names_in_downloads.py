"""In downloads, the name column has only the name. Additions on the page have columns of their own."""

import csv
from datetime import UTC, datetime
from functools import partial
from io import StringIO

import pytest
from django.test import RequestFactory

from core.tables import Table
from crisis.models import Crisis
from crisis.tables import CrisesTable
from journal.models import Journal
from people.models import ApiToken, Person
from people.tables import TokensTable
from protocol.models import Protocol
from protocol.tables import ProtocolsTable
from quality.queries.board import ReviewerRow
from quality.tables import ReviewersTable
from recognition.models import Award, AwardType, Budget
from recognition.tables import BudgetsTable, NominationsTable
from selection.queries.leader_input import Leader
from selection.tables import LeadersTable

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NIA, STAR = Person(display_name="Nia Berg"), AwardType(name="Star", unit="points")


def token() -> ApiToken:
    made = ApiToken(name="Reports", ending="x7Qa", created_by=NIA, scopes=[])
    made.is_good = True  # type: ignore[attr-defined] # the query says it
    return made


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        (
            ReviewersTable,
            ReviewerRow(person_id=1, name="Nia Berg", taken=1, capacity=2, overdue=0, is_away=True),
            {"Reviewer": "Nia Berg", "Note": "On leave"},
        ),
        (
            ReviewersTable,
            ReviewerRow(person_id=1, name="Nia Berg", taken=1, capacity=2, overdue=0, is_former=True),
            {"Reviewer": "Nia Berg", "Note": "No longer reviews"},
        ),
        (
            ProtocolsTable,
            Protocol(crisis=Crisis(title="Storm", is_drill=True), compiled_at=AT),
            {"Crisis": "Storm", "Drill": "Yes", "State": "Draft"},
        ),
        (CrisesTable, Crisis(title="Storm", is_drill=True, opened_at=AT), {"Crisis": "Storm", "Drill": "Yes"}),
        (
            NominationsTable,
            Award(nominee=NIA, nominator=NIA, type=STAR, journal=Journal(is_drill=True), nominated_at=AT),
            {"Colleague": "Nia Berg", "Drill": "Yes"},
        ),
        (BudgetsTable, Budget(type=STAR, first_on=AT.date(), last_on=AT.date(), amount=5), {"Award": "Star", "Unit": "points"}),
        (TokensTable, token(), {"Name": "Reports", "Ends with": "x7Qa", "Created by": "Nia Berg"}),
        (
            partial(LeadersTable, reader_id=2),
            Leader(person_id=1, name="Nia Berg", team_names=("Blue",), asked_at=AT, answered_at=AT, spoke_at=AT),
            {"Team leader": "Nia Berg", "Asked": "2026-03-02 09:30+00:00", "Answered": "2026-03-02 09:30+00:00"},
        ),
        (
            partial(LeadersTable, reader_id=1),
            Leader(person_id=1, name="Nia Berg", team_names=("Blue",), asked_at=None, answered_at=None, spoke_at=AT),
            {"Asked": "You", "Answered": "2026-03-02 09:30+00:00"},
        ),
    ],
)
def test_downloads_have_plain_names_and_times_with_offset(table: type[Table], row: object, expected: dict[str, str]) -> None:
    text = table([row], RequestFactory().get("/")).download().getvalue().decode("utf-8-sig")
    [found] = csv.DictReader(StringIO(text))
    assert {name: found[name] for name in expected} == expected
