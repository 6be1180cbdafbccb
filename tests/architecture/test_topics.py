"""Each notification that the code writes has exactly one topic, and the docs list all topics."""

import pytest

from notices.topics import all_topics, topics_of
from tests.architecture.topics import DOCUMENT, keys_written, with_table


def test_each_notification_has_exactly_one_topic() -> None:
    """To fix: add the key to a topic in the room's topics.py, with `*` for its changing parts."""
    written = keys_written()
    wrong = {key: place for key, place in written.items() if len(topics_of(key)) != 1}
    assert wrong == {}
    # These are found, also through functions and variables.
    assert {
        "invitation:x:reply-by:x",
        "invitation:x:reminder:x:x",
        "review:x:red-flag:x:taken-back",
        "crisis:x:update:x",
    } <= written.keys()


def test_each_pattern_of_a_topic_is_used() -> None:
    used = {(topic.name, len(key.split(":"))) for key in keys_written() for topic in topics_of(key)}
    patterns = {(topic.name, len(pattern.split(":"))) for topic in all_topics() for pattern in topic.keys}
    assert patterns == used


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("award:3:decide", ["nominations"]),
        ("award:3:issued", ["awards"]),
        ("invitation:7:reply-by:9", ["invitations"]),
        ("invitation:7", []),
        ("invitation:7:released", ["team-membership"]),
        ("invitation", []),
        ("unknown:7", []),
    ],
)
def test_pattern_with_most_fixed_parts_wins(key: str, names: list[str]) -> None:
    assert [topic.name for topic in topics_of(key)] == names


def test_topics_in_the_docs_are_up_to_date() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert with_table(text) == text, "Run `python -m tests.architecture.topics`."
