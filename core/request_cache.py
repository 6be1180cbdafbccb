"""Answers that a request that only reads asks for once: the time, whose organisation it is, what several parts of a page need.

Such a request changes nothing, so the answer cannot become wrong on its way; and a page is of one moment.
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
    """Let each function that is marked with `once` be called only once with the same arguments inside the block."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(ask: Callable[P, T]) -> Callable[P, T]:
    """Remember the answer inside `reading`; outside, where something may be written, ask each time. All callers share the
    answer, so none changes it.
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
    """Answer requests that only read inside `reading`."""

    def __init__(self, get_response: Callable[[HtmxRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        if request.method not in READS:
            return self.get_response(request)
        with reading():
            return self.get_response(request)
