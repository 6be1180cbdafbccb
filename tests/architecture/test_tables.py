"""Pages with tables: each column sorts, the download is CSV, and access to it is as for the page."""

import csv
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.urls import reverse

from core.tables import Table
from people.models import User
from tests.architecture.access.route import OK, Route
from tests.architecture.rooms import ROOMS
from tests.architecture.test_access import ROUTES
from tests.factories.people import Personas

# Pages with their sortable tables.
PAGES = {
    "care:triage": ["SuggestionsTable"],
    "care:coachee": ["SessionsTable"],
    "care:coachees": ["CoacheesTable"],
    "care:coaching": ["SessionsTable"],
    "care:round": ["PulseFiguresTable"],
    "care:rounds": ["PulseRoundsTable"],
    "crisis:buy_in": ["InvitationsTable"],
    "crisis:hours": ["HoursTable"],
    "crisis:list": ["CrisesTable"],
    "crisis:member_hours": ["LineTimesTable"],
    "crisis:reviews": ["CaseReviewsTable"],
    "crisis:scripts": ["CrisisScriptsTable"],
    "feedback:ranking": ["RankingTable"],
    "feedback:retention": ["PurgesTable"],
    "intake:imports": ["FilesTable"],
    "intake:imports?way=webhooks": ["DeliveriesTable"],
    "intake:profiles": ["ProfilesTable"],
    "intake:webhooks": ["WebhooksTable"],
    "notices:channels": ["ChannelsTable", "PostsTable"],
    "notices:mail": ["OutgoingMailTable"],
    "notices:templates": ["LetterTemplatesTable"],
    "people:list": ["PeopleTable"],
    "people:own-data": ["LooksTable"],
    "people:shifts": ["ShiftsTable"],
    "people:teams": ["TeamsTable"],
    "people:tokens": ["TokensTable"],
    "protocol:list": ["ProtocolsTable"],
    "quality:board": ["ReviewersTable", "ReviewedPeopleTable"],
    "recognition:approvals": ["NominationsTable"],
    "recognition:budgets": ["BudgetsTable"],
    "recognition:ledger": ["LedgerTable"],
    "scripts_library:block": ["BlockUsesTable", "BlockVersionsTable"],
    "scripts_library:blocks": ["BlocksTable"],
    "scripts_library:efficacy": ["VersionEfficacyTable", "StepEfficacyTable"],
    "scripts_library:freshness": ["FreshnessTable"],
    "scripts_library:kinds": ["KindsTable"],
    "scripts_library:phrases": ["PhrasesTable"],
    "scripts_library:readers": ["ReadersTable"],
    "scripts_library:script": ["VersionsTable"],
    "scripts_library:unfound": ["UnfoundTable"],
    "selection:leader_input": ["LeadersTable"],
    "training:quiz-results": ["QuizPeopleTable"],
    "training:quizzes": ["QuizzesTable"],
    "training:readiness": ["ReadinessTable"],
    "training:refreshers": ["RefreshersTable"],
    "training:role-plays": ["RolePlaysTable"],
}


def status_for(route: Route, name: str) -> int:
    return route.expect.get(name, route.otherwise)


def route_of(page: str, personas: Personas) -> tuple[Route, str]:
    """Route of the page, and a persona who may open it, preferably a supervisor, who sees most."""
    found = [
        (route, name)
        for route in ROUTES
        if route.name == page and route.method == "get"
        for name, _user in sorted(personas, key=lambda persona: persona[0] != "supervisor")
        if status_for(route, name) == OK
    ]
    return found[0]


def tables_in(response: Any) -> list[Table]:
    values = [value for context in response.context for value in context.flatten().values()]
    return list({id(value): value for value in values if isinstance(value, Table)}.values())


def subclasses(table: type[Table]) -> Iterator[type[Table]]:
    for each in table.__subclasses__():
        yield each
        yield from subclasses(each)


def test_each_sortable_table_is_on_one_of_these_pages() -> None:
    for room in ROOMS:
        if find_spec(f"{room}.tables"):
            import_module(f"{room}.tables")
    declared = {each.__name__ for each in subclasses(Table) if each.can_sort and each.__module__.split(".")[0] in ROOMS}
    assert declared == {name for tables in PAGES.values() for name in tables}


@pytest.mark.parametrize("page", sorted(PAGES))
def test_each_column_sorts_and_downloads_are_refused_like_their_page(
    page: str, personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    view, _mark, query = page.partition("?")
    route, name = route_of(view, personas)
    url, client = reverse(view, kwargs=dict(route.arrange(personas))), sign_in(getattr(personas, name))
    asked: dict[str, Any] = {**route.data, **dict(parse_qsl(query))}
    downloads = []
    tables = tables_in(client.get(url, asked))
    assert {type(table).__name__ for table in tables if table.can_sort} == {*PAGES[page]}
    for table in tables:
        for bound in table.columns.iterorderable():
            for key in (bound.name, f"-{bound.name}"):
                assert client.get(url, {**asked, table.prefixed_order_by_field: key}).status_code == OK
        if table.can_download:
            downloads.append({**asked, f"{table.prefix}download": "csv"})
            header = [str(bound.header) for bound in table.columns.iterall() if not bound.column.exclude_from_export]
            response = client.get(url, downloads[-1])
            lines = list(csv.reader(StringIO(response.getvalue().decode("utf-8-sig"))))
            assert lines[0] == header
            assert len(lines) == 1 + len(table.data)
    # Replies to invitations are deleted when the crisis is closed, so they can't be downloaded.
    assert bool(downloads) == (page != "crisis:buy_in")
    stranger = next((name for name, _user in personas if status_for(route, name) != OK), None)
    if stranger and downloads:
        refused = sign_in(getattr(personas, stranger)).get(url, downloads[0])
        assert refused.status_code == status_for(route, stranger)
