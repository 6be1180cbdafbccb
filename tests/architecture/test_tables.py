"""Every page with a table: each column sorts, the download is a CSV file, and it is refused like the page."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.tables import Table
from people.models import User
from tests.architecture.access.route import OK, Route
from tests.architecture.test_access import ROUTES
from tests.factories.people import Personas

PAGES = {
    "crisis:list",
    "crisis:reviews",
    "crisis:scripts",
    "feedback:ranking",
    "feedback:retention",
    "intake:imports",
    "intake:profiles",
    "intake:webhooks",
    "people:list",
    "people:own-data",
    "people:shifts",
    "people:teams",
    "people:tokens",
    "protocol:list",
    "quality:board",
    "quality:evaluation_files",
    "recognition:approvals",
    "recognition:budgets",
    "recognition:ledger",
    "scripts_library:phrases",
    "scripts_library:readers",
    "scripts_library:script",
}


def status_for(route: Route, name: str) -> int:
    return route.expect.get(name, route.otherwise)


def route_of(page: str, personas: Personas) -> tuple[Route, str]:
    """The page and a persona who may open it; of those, supervisors see most."""
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


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_column_sorts_and_the_download_is_refused_like_the_page(
    page: str, personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    route, name = route_of(page, personas)
    url, client = reverse(page, kwargs=dict(route.arrange(personas))), sign_in(getattr(personas, name))
    downloads = []
    for table in tables_in(client.get(url, route.data)):
        for bound in table.columns.iterorderable():
            for key in (bound.name, f"-{bound.name}"):
                assert client.get(url, {**route.data, table.prefixed_order_by_field: key}).status_code == OK
        if table.can_download:
            downloads.append({**route.data, f"{table.prefix}download": "csv"})
            header = [str(bound.header) for bound in table.columns.iterall() if not bound.column.exclude_from_export]
            response = client.get(url, downloads[-1])
            lines = list(csv.reader(StringIO(response.getvalue().decode("utf-8-sig"))))
            assert lines[0] == header
            assert len(lines) == 1 + len(table.data)
    assert downloads
    stranger = next((name for name, _user in personas if status_for(route, name) != OK), None)
    if stranger:
        refused = sign_in(getattr(personas, stranger)).get(url, downloads[0])
        assert refused.status_code == status_for(route, stranger)
