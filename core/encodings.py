"""Requests are read as UTF-8. Django would read the query in the encoding of the body, and while it makes the request, where
nothing catches the errors of Python's stranger codecs.
"""

import codecs
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.http import parse_header_parameters

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READ = {"utf-8", "ascii"}
REFUSAL = b"Send text as UTF-8.\n"


def only_utf8(application: "WSGIApplication") -> "WSGIApplication":
    """The WSGI application, which answers requests with text in any other encoding with 415 before Django sees them."""

    def answer(asked: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if _encoding(asked.get("CONTENT_TYPE", "")) in READ:
            return application(asked, start_response)
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(REFUSAL)))]
        start_response("415 Unsupported Media Type", headers)
        return [REFUSAL]

    return answer


def _encoding(content_type: str) -> str:
    """The name that Python gives an encoding. Django reads an unknown one as UTF-8."""
    try:
        return codecs.lookup(parse_header_parameters(content_type)[1].get("charset", "utf-8")).name
    except (LookupError, ValueError):
        return "utf-8"
