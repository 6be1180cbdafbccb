"""Read-only requests cache answers; requests that may write don't."""

from collections.abc import Callable

import pytest

from core.request_cache import once, reading


@pytest.fixture
def asked() -> list[tuple[int, str]]:
    return []


@pytest.fixture
def question(asked: list[tuple[int, str]]) -> Callable[..., int]:
    @once
    def ask(number: int, *, of: str = "team") -> int:
        asked.append((number, of))
        return len(asked)

    return ask


def test_same_question_is_asked_once_while_reading(asked: list[tuple[int, str]], question: Callable[..., int]) -> None:
    with reading():
        assert (question(1), question(1)) == (1, 1)
        assert (question(1, of="crisis"), question(1, of="crisis")) == (2, 2)
        assert question(2) == 3
    assert asked == [(1, "team"), (1, "crisis"), (2, "team")]


def test_two_functions_do_not_share_an_answer(question: Callable[..., int]) -> None:
    @once
    def other(number: int) -> str:
        return f"other {number}"

    with reading():
        assert (question(1), other(1)) == (1, "other 1")


def test_next_request_asks_again(question: Callable[..., int]) -> None:
    with reading():
        assert question(1) == 1
    with reading():
        assert question(1) == 2


def test_question_is_asked_each_time_where_something_may_be_written(question: Callable[..., int]) -> None:
    assert (question(1), question(1)) == (1, 2)
