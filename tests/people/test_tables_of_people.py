"""List of people: sorting, pagination and download."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Person, Team, User
from tests.factories.people import Personas, PersonFactory, TeamFactory

SignIn = Callable[[User], Client]


def downloaded(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(response.getvalue().decode("utf-8-sig"))))


def in_order(page: str, names: list[str]) -> list[str]:
    return sorted(names, key=page.index)


def test_sorting_works_both_ways_and_across_pages(personas: Personas, sign_in: SignIn) -> None:
    PersonFactory.create_batch(25)
    client = sign_in(personas.administrator)
    names = list(Person.objects.active().order_by("display_name", "pk").values_list("display_name", flat=True))
    rows = downloaded(client, reverse("people:list") + "?sort=-display_name&page=2&download=csv")
    assert [row["Name"] for row in rows] == names[::-1]
    page = client.get(reverse("people:list") + "?sort=-display_name&page=2").content.decode()
    assert f">{names[0]}<" in page
    assert f">{names[-1]}<" not in page
    assert "?sort=-display_name&amp;page=1" in page


def test_download_has_the_filtered_rows(personas: Personas, sign_in: SignIn) -> None:
    PersonFactory.create(display_name="=HYPERLINK(1)", email="h@example.org")
    rows = downloaded(sign_in(personas.administrator), reverse("people:list") + "?q=hyperlink&download=csv")
    assert [(row["Name"], row["E-mail"], row["Account"]) for row in rows] == [("'=HYPERLINK(1)", "h@example.org", "none")]


def test_teams_of_equal_size_are_sorted_by_name(personas: Personas, sign_in: SignIn) -> None:
    for name in ("Zulu", "Echo", "Kilo"):
        TeamFactory.create(name=name)
    client = sign_in(personas.administrator)
    empty = ["Echo", "Kilo", "Zulu"]
    for key in ("size", "-size"):
        rows = [row["Name"] for row in downloaded(client, f"{reverse('people:teams')}?sort={key}&download=csv")]
        assert len(rows) == Team.objects.count()
        assert [name for name in rows if name in empty] == empty
        assert in_order(client.get(f"{reverse('people:teams')}?sort={key}").content.decode(), rows) == rows


@pytest.mark.parametrize("name", ["people:list", "people:teams", "people:shifts", "people:tokens"])
def test_download_is_refused_like_its_page(name: str, personas: Personas, sign_in: SignIn) -> None:
    assert sign_in(personas.supervisor).get(reverse(name) + "?download=csv").status_code == 403
    assert sign_in(personas.administrator).get(reverse(name) + "?download=csv").status_code == 200


def test_people_who_left_are_sorted_to_either_end(personas: Personas, sign_in: SignIn) -> None:
    gone = PersonFactory.create(left_on="2026-01-01").display_name
    address, client = f"{reverse('people:list')}?left=on&download=csv&sort=", sign_in(personas.administrator)
    assert downloaded(client, f"{address}sign_in")[-1]["Name"] == gone
    assert downloaded(client, f"{address}-sign_in")[0]["Name"] == gone


def test_search_keeps_the_sort_order(personas: Personas, sign_in: SignIn) -> None:
    page = sign_in(personas.administrator).get(reverse("people:list") + "?sort=-display_name").content.decode()
    assert '<input type="hidden" name="sort" value="-display_name">' in page
