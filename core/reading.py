"""What a request that only reads asks for once: the time, and whose organisation it is.

Such a request changes nothing, so the answer cannot become wrong on its way; and a page is of one moment.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpResponse

from core.typing import HtmxRequest

T = TypeVar("T")
READS = {"GET", "HEAD"}

_answers: ContextVar[dict[Callable[[], Any], Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Let each function that is marked with `once` be called only once inside the block."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(ask: Callable[[], T]) -> Callable[[], T]:
    """Remember the answer inside `reading`; outside, where something may be written, ask each time."""

    @wraps(ask)
    def asked() -> T:
        answers = _answers.get()
        if answers is None:
            return ask()
        if ask not in answers:
            answers[ask] = ask()
        answer: T = answers[ask]
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
