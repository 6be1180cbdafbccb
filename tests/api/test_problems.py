"""Every error under /api/ is a problem document."""

import json
import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from api import batches
from intake.models import Import
from tests.factories import api
from tests.factories.people import organisation

pytestmark = pytest.mark.django_db

BATCHES = "/api/v1/batches"


def problem(response: Any) -> dict[str, Any]:
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(response.content)
    assert body["status"] == response.status_code
    assert body["type"].startswith("/api/v1/docs#")
    assert {"title", "detail", "instance"} <= body.keys()
    return body


def post(body: bytes, **headers: str) -> Any:
    return Client().post(
        BATCHES,
        body,
        content_type=headers.pop("content_type", "application/json"),
        headers={**api.bearer(api.secret()), **headers},
    )


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v2/batches",
        "/api/v1/imports/x",
        "/api/v1/imports/",
        "/api/v1/hooks/a%0A",
        "/api/%0A",
    ],
)
def test_unknown_address_is_not_found(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 404
    assert problem(response)["instance"] == path


def test_unsupported_method_is_refused() -> None:
    response = Client().delete(BATCHES)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "POST" in problem(response)["detail"]


def test_body_of_another_type_is_refused() -> None:
    assert problem(post(b"source=x", content_type="application/x-www-form-urlencoded"))["status"] == 415


@pytest.mark.parametrize("body", [b" ", b"{", b'{"source": "x\xff"}', b"[" * 1000])
def test_invalid_json_is_refused(body: bytes) -> None:
    assert problem(post(body))["status"] == 400


def test_invalid_body_is_reported_with_pointers_and_nothing_is_imported() -> None:
    body = {
        "source": "help-desk",
        "interactions": [
            api.record("T1"),
            {"started_at": 5, "external_id": "T2"},
            api.record("T3", colour="blue"),
            api.record("T4", responses=[{"instrument": "stars", "value": "5"}]),
        ],
    }
    errors = problem(post(json.dumps(body).encode()))["errors"]
    assert [error["pointer"] for error in errors] == [
        "/interactions/1/started_at",
        "/interactions/2/colour",
        "/interactions/3/responses/0/instrument",
        "/interactions/3/responses/0/value",
    ]
    assert not Import.objects.exists()


@pytest.mark.parametrize("source", ["", " ", "x" * 61, "a\0b", "a/b"])
def test_a_source_has_a_plain_name(source: str) -> None:
    (error,) = problem(post(json.dumps({"source": source, "interactions": [api.record()]}).encode()))["errors"]
    assert error["pointer"] == "/source"


@pytest.mark.parametrize("count", [0, 1001])
def test_a_batch_has_between_one_and_a_thousand_records(count: int) -> None:
    body = {"source": "x", "interactions": [{"external_id": "T"}] * count}
    (error,) = problem(post(json.dumps(body).encode()))["errors"]
    assert error["pointer"] == "/interactions"


def test_a_body_beyond_the_limit_is_not_parsed(settings: Any) -> None:
    body = json.dumps({"source": "x", "interactions": [api.record()]}).encode()
    settings.API_MAX_BODY_BYTES = len(body)
    assert post(body).status_code == 202
    settings.API_MAX_BODY_BYTES = len(body) - 1
    assert problem(post(body))["status"] == 413


def test_a_body_of_unknown_length_is_refused() -> None:
    assert problem(post(b"{}", **{"Transfer-Encoding": "chunked"}))["status"] == 411


def test_server_error_reveals_nothing(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def break_off(**_about: Any) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setattr(batches, "receive_batch", break_off)
    with caplog.at_level(logging.ERROR):
        response = api.post_batch(api.secret(), [api.record()])
    assert "inside" not in json.dumps(problem(response))
    assert response.status_code == 500
    assert "the inside" in caplog.text


def test_the_problem_types_are_explained_on_the_page() -> None:
    organisation()
    page = Client().get(reverse("api:openapi-view")).content.decode()
    kind = problem(Client().get("/api/v1/nothing"))["type"]
    assert f'id="{kind.split("#")[1]}"' in page


def test_errors_of_a_hopeless_body_are_counted_and_not_listed() -> None:
    record = {f"k{number}": 1 for number in range(10_001)}
    response = api.post_batch(api.secret(), [record])
    assert response.status_code == 422
    told = json.loads(response.content)
    assert "errors" not in told
    assert told["detail"].startswith("10")


def test_answers_are_not_cached() -> None:
    assert api.get(api.secret(), "imports")["Cache-Control"] == "no-store"


def test_too_many_parameters_are_refused() -> None:
    response = api.get(api.secret(), "imports", **{f"p{number}": 1 for number in range(1_001)})
    assert response.status_code == 422
