"""Text in encodings other than UTF-8 is refused with a message before it is read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest
from django.test import RequestFactory

from config.wsgi import application
from core.encodings import only_utf8

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def reads(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Application that reads query and body."""
    start_response("200 OK", [])
    return [b"read"]


def answer_of(asked: "WSGIApplication", content_type: str, method: str = "GET") -> str:
    """Status of the answer."""
    statuses: list[str] = []
    environ = RequestFactory().generic(method, "/accounts/login/?next=%e4", b"q=ab" if method == "POST" else b"").environ
    list(asked({**environ, "CONTENT_TYPE": content_type}, lambda status, *_others: statuses.append(status)))  # type: ignore[arg-type] # nothing is written
    return statuses[0]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "media_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"]
)
@pytest.mark.parametrize("charset", ["utf-16", '"utf-16"', "hex", "undefined", "iso-8859-1"])
def test_other_encodings_are_refused(method: str, media_type: str, charset: str) -> None:
    assert answer_of(application, f"{media_type}; charset={charset}", method) == "415 Unsupported Media Type"


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "us-ascii", "unheard-of", "a\x00b", ""])
def test_utf8_by_any_name_is_read(charset: str) -> None:
    assert answer_of(only_utf8(reads), f"text/plain; charset={charset}") == "200 OK"


def test_request_without_a_body_is_read() -> None:
    assert answer_of(only_utf8(reads), "") == "200 OK"
