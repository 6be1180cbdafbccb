"""Rows of queries and lists are sorted the same way: case-insensitively, with empty values last."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import RequestFactory

from core import tables
from people.models import Role, RoleGrant, Team
from tests.factories.people import PersonFactory, TeamFactory

SITES = ["beta", "Alpha", "", "Élan", "zulu", "écu", "Zoe", "alpha 2"]


class SitesTable(tables.Table):
    site = tables.RowName("Site")


class GrantsTable(tables.Table):
    role = tables.RowName("Role")


@pytest.fixture
def teams(db: None) -> QuerySet[Team]:
    for site in SITES:
        TeamFactory.create(site=site)
    return Team.objects.order_by("pk")


@pytest.mark.parametrize("as_rows", [lambda teams: teams, list], ids=["query", "list"])
@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("site", ["Alpha", "alpha 2", "beta", "Zoe", "zulu", "écu", "Élan", ""]),
        ("-site", ["Élan", "écu", "zulu", "Zoe", "beta", "alpha 2", "Alpha", ""]),
    ],
)
def test_text_is_sorted_without_regard_to_case_and_empty_text_is_last(
    key: str, expected: list[str], as_rows: Callable[[QuerySet[Team]], Iterable[Any]], teams: QuerySet[Team]
) -> None:
    table = SitesTable(as_rows(teams), RequestFactory().get("/", {"sort": key}))
    assert [team.site for team in table.records] == expected


@pytest.mark.parametrize("as_rows", [lambda grants: grants, list], ids=["query", "list"])
def test_page_and_download_have_the_words_of_a_choice(
    as_rows: Callable[[QuerySet[RoleGrant]], Iterable[Any]], db: None
) -> None:
    RoleGrant.objects.create(person=PersonFactory.create(), role=Role.OPS)
    table = GrantsTable(as_rows(RoleGrant.objects.all()), RequestFactory().get("/"))
    assert [cells[0][1] for _class, cells in table.lines] == ["Operations"]
    assert table.download().getvalue().decode("utf-8-sig").splitlines() == ["Role", "Operations"]


@pytest.mark.parametrize("as_rows", [lambda grants: grants, list], ids=["query", "list"])
@pytest.mark.parametrize(("key", "roles"), [("role", list(Role)), ("-role", list(reversed(Role)))])
def test_choices_are_sorted_in_the_order_they_are_declared_in(
    key: str, roles: list[Role], as_rows: Callable[[QuerySet[RoleGrant]], Iterable[Any]], db: None
) -> None:
    person = PersonFactory.create()
    for role in sorted(Role):
        RoleGrant.objects.create(person=person, role=role)
    table = GrantsTable(as_rows(RoleGrant.objects.order_by("pk")), RequestFactory().get("/", {"sort": key}))
    assert [grant.role for grant in table.records] == roles
