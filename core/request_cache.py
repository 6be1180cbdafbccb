"""Cache for requests that only read: the time, the organisation, and what several parts of a page need.

Such a request changes nothing, so the cached values stay valid, and all parts of a page show the same moment.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.http import HttpResponse

from core.typing import HtmxRequest

P = ParamSpec("P")
T = TypeVar("T")
READS = {"GET", "HEAD"}

_answers: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Cache the results of functions decorated with `once` inside the block."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(ask: Callable[P, T]) -> Callable[P, T]:
    """Decorator that caches results inside `reading`. Outside, where something may be written, it doesn't. All callers share
    the result, so they must not change it.
    """

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return ask(*args, **kwargs)
        question = (ask, *args, *kwargs.items())
        if question not in answers:
            answers[question] = ask(*args, **kwargs)
        answer: T = answers[question]
        return answer

    return asked


class ReadingMiddleware:
    """Middleware that handles read-only requests inside `reading`."""

    def __init__(self, get_response: Callable[[HtmxRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        if request.method not in READS:
            return self.get_response(request)
        with reading():
            return self.get_response(request)
