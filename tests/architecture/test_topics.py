"""Each notification that the code writes has exactly one topic, and the docs list all topics."""

import re
from collections.abc import Iterator

import pytest

from notices.topics import all_topics, topics_of
from tests.architecture.topics import DOCUMENT, keys_written, with_table
from translations.messages import messages

# Everything that the examples of e-mails put into placeholders: reviewed, and about nobody.
INVENTED = {
    "1200",
    "2",
    "9 Mar 2026",
    "Add a holding statement about refunds.",
    "PDF",
    "2 Mar 2026, 14:00 CET",
    "A. Example",
    "Alex Example",
    "Example award",
    "Example block",
    "Example crisis",
    "Example quiz",
    "Example refresher",
    "Example role play",
    "Example script",
    "Example survey tool",
    "Replacement parts arrive on Monday. Customers can wait or get a refund.",
    "Stayed calm and kind with a worried customer.",
    "Supervisor",
    "example.csv",
}
PLACEHOLDER = re.compile(r"%\\\((\w+)\\\)[sd]")
# A message of little more than placeholders fits any text.
FEWEST_FIXED_CHARACTERS = 12


def test_each_notification_has_exactly_one_topic() -> None:
    """To fix: add the key to a topic in the room's notification_topics.py, with `*` for its changing parts."""
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
        ("invitation:7:released:1764500000", ["team-membership"]),
        ("invitation", []),
        ("unknown:7", []),
    ],
)
def test_pattern_with_most_fixed_parts_wins(key: str, names: list[str]) -> None:
    assert [topic.name for topic in topics_of(key)] == names


def patterns_of_messages() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Files outside the tables of topics, each with a pattern for the texts that one of its messages can become."""
    for message in messages():
        for text in message.id if isinstance(message.id, tuple) else (message.id,):
            escaped = re.escape(str(text))
            if len(PLACEHOLDER.sub("", escaped)) >= FEWEST_FIXED_CHARACTERS:
                pattern = re.compile(PLACEHOLDER.sub("(.+)", escaped), re.DOTALL)
                yield from ((file, pattern) for file, _line in message.locations if not file.endswith("topics.py"))


def test_each_example_is_what_its_room_writes_about_invented_things() -> None:
    """To fix: write the example like a text that the room passes to `notify`, and add what you invented to `INVENTED`."""
    rooms = {topic.name: place.split("/")[0] for key, place in keys_written().items() for topic in topics_of(key)}
    patterns = list(patterns_of_messages())
    used = set()
    for topic in all_topics():
        example = str(topic.example)
        fits = [
            found
            for file, pattern in patterns
            if file.startswith(f"{rooms[topic.name]}/actions") and (found := pattern.fullmatch(example))
        ]
        assert fits, (topic.name, example)
        used |= set(fits[0].groups())
    assert used == INVENTED


def test_docs_say_which_emails_are_off_unless_people_turn_them_on() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    off = {line.split("|")[1].strip() for line in text.splitlines() if "Off unless you turn it on." in line}
    assert off == {str(topic.title) for topic in all_topics() if not topic.is_on}
    assert "File of a protocol" in off


def test_topics_in_the_docs_are_up_to_date() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert with_table(text) == text, "Run `python -m tests.architecture.topics`."
