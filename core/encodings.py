"""Refusing requests in encodings other than UTF-8. Django would decode the query with the encoding of the body, at a point
where nothing catches the errors of Python's rarer codecs.
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
    """Wrapper of the WSGI application that answers 415 to text in other encodings before Django sees the request."""

    def answer(asked: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if _encoding(asked.get("CONTENT_TYPE", "")) in READ:
            return application(asked, start_response)
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(REFUSAL)))]
        start_response("415 Unsupported Media Type", headers)
        return [REFUSAL]

    return answer


def _encoding(content_type: str) -> str:
    """Python's name of an encoding. UTF-8 for an unknown one, as in Django."""
    try:
        return codecs.lookup(parse_header_parameters(content_type)[1].get("charset", "utf-8")).name
    except (LookupError, ValueError):
        return "utf-8"
