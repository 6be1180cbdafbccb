"""Reading imports and their rejected rows, with pagination."""

import csv
import io
import json
from typing import Any

import pytest
from django.urls import reverse

from intake.models import Import
from people.models import Scope
from tests.factories import api, feedback
from tests.factories.people import organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house() -> None:
    organisation()


def read(name: str, *args: Any, **query: Any) -> dict[str, Any]:
    response = api.get(api.secret(Scope.IMPORTS_READ), name, *args, **query)
    assert response.status_code == 200, response.content
    return dict(json.loads(response.content))


def pages(name: str, *args: Any, **query: Any) -> list[list[Any]]:
    found, cursor = [], None
    while True:
        page = read(name, *args, **query, **({"cursor": cursor} if cursor else {}))
        found.append(page["items"])
        if (cursor := page["next"]) is None:
            return found


def test_files_batches_and_webhooks_are_listed_newest_first() -> None:
    feedback.imported(feedback.calls())
    api.post_batch(api.secret(), [api.record("T1"), {"external_id": "T2"}])
    api.sender().deliver(api.record("T3"))
    (items,) = pages("imports")
    assert [(each["came_by"], each["state"], each["rows"], each["rejected"]) for each in items] == [
        ("webhook", "gathering", 1, 0),
        ("api", "publishing", 2, 1),
        ("file", "published", 5, 0),
    ]
    assert items[2]["name"] == "calls.csv"
    assert items[1]["progress"]["error"] == ""
    assert items[2]["progress"] is None
    assert [each["state"] for each in read("imports", state="gathering")["items"]] == ["gathering"]


def test_new_imports_do_not_shift_pages() -> None:
    secret = api.secret()
    for number in range(5):
        api.post_batch(secret, [api.record(f"T{number}")])
    numbers = list(Import.objects.order_by("-pk").values_list("pk", flat=True))
    first = read("imports", limit=2)
    api.post_batch(secret, [api.record("new")])
    second = read("imports", limit=2, cursor=first["next"])
    third = read("imports", limit=2, cursor=second["next"])
    assert [each["id"] for page in (first, second, third) for each in page["items"]] == numbers
    assert third["next"] is None


@pytest.mark.parametrize(
    "cursor", ["", "x", "ä", "YWZ0ZXI6", "YWZ0ZXI6LTE", "YWZ0ZXI6MDE", "b3RoZXI6MQ", "x" * 41, "YWZ0ZXI6MQ=="]
)
def test_invalid_cursor_is_refused(cursor: str) -> None:
    response = api.get(api.secret(), "imports", cursor=cursor)
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("query", [{"sort": "name"}, {"state": "lost"}, {"limit": 0}, {"limit": 201}, {"limit": "many"}])
def test_invalid_query_is_reported_with_its_pointer(query: dict[str, Any]) -> None:
    response = api.get(api.secret(), "imports", **query)
    assert response.status_code == 422
    (error,) = json.loads(response.content)["errors"]
    assert error["pointer"] == f"/query/{next(iter(query))}"


@pytest.mark.parametrize("number", [0, 999_999, 10**30])
def test_unknown_import_is_not_found(number: int) -> None:
    for name in ("import", "rejections"):
        assert api.get(api.secret(), name, number).status_code == 404


def test_an_import_is_followed_to_its_end() -> None:
    number = json.loads(api.post_batch(api.secret(), [api.record()]).content)["import_id"]
    assert (read("import", number)["state"], read("import", number)["published_at"]) == ("publishing", None)
    api.publish_all()
    done = read("import", number)
    assert (done["state"], done["counts"]["added"], done["source"]) == ("published", 1, "help-desk")
    assert done["published_at"].endswith("Z")


def test_rejections_come_in_order_page_by_page_with_what_was_sent() -> None:
    records = [api.record(f"T{number}", started_at="never") for number in range(5)]
    number = json.loads(api.post_batch(api.secret(), records).content)["import_id"]
    found = pages("rejections", number, limit=2)
    assert [[each["line"] for each in page] for page in found] == [[1, 2], [3, 4], [5]]
    bad = found[0][0]
    assert (bad["field"], bad["value"], bad["reason"], bad["cells"]["agent"]) == ("started_at", "never", "moment", "Nia")
    assert json.loads(bad["cells"]["responses"])[0]["value"] == 4


def test_rejections_of_a_file_are_read_the_same_way() -> None:
    imported = feedback.imported(feedback.calls(["C1;Nia;99.01.2026;0.5;Billing;Y;Y;1;12:00:01 AM;5;Y;"]))
    ((bad,),) = pages("rejections", imported.pk)
    assert (bad["line"], bad["field"], bad["reason"], bad["cells"]["Agent"]) == (2, "Date", "date", "Nia")


def test_the_pages_show_where_an_import_came_from(personas: Any, sign_in: Any) -> None:
    number = json.loads(api.post_batch(api.secret(), [api.record(), {"external_id": "T9"}]).content)["import_id"]
    api.sender().deliver(api.record())
    client = sign_in(personas.ops)
    url = reverse("intake:imports")
    assert "help desk · " not in client.get(url).content.decode(), "files have their own list"
    assert f"help desk · {number}" in client.get(f"{url}?way=api").content.decode()
    assert "survey tool · " in client.get(f"{url}?way=webhooks").content.decode()
    assert client.get(f"{url}?way=else").status_code == 200
    api.publish_all()
    shown = client.get(reverse("intake:import_detail", args=[number])).content.decode()
    assert "Sent through the API" in shown
    assert "Undo import" in shown
    assert "Match columns" not in shown
    assert client.get(reverse("intake:import_columns", args=[number])).status_code == 302
    lines = b"".join(client.get(reverse("intake:import_rejected", args=[number]))).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(lines))
    assert (row["external_id"], row["Rejected: column"]) == ("T9", "external_id")


def test_lists_cost_the_same_however_many_there_are(django_assert_num_queries: Any, personas: Any, sign_in: Any) -> None:
    secret, client = api.secret(), sign_in(personas.ops)
    url = f"{reverse('intake:imports')}?way=api"
    api.post_batch(secret, [api.record()])
    api.publish_all()
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)
    for number in range(4):
        api.post_batch(secret, [api.record(f"T{number}")])
    api.publish_all()
    with django_assert_num_queries(9):
        client.get(url)
