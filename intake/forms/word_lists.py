"""Words of a file and what they mean, one on each line, such as “great = 5”: as they are edited, and as they are read."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext

from intake.reading.cells import CHANNELS
from intake.reading.profiles import POINTS, Profile, plain_title
from intake.reading.row_parsing import LONGEST_TOPIC
from people.identity import Channel

# Stands for points that someone has to fill in.
OPEN = "?"
_POINTS = re.compile(r"\d{1,2}", re.ASCII)


def channel_lines(base: Profile, words: Iterable[str]) -> str:
    """Lines with the channel names in the file and their channels."""
    found = {word: _usual_channel(word) for word in words}
    labels = dict(Channel.choices)
    return "\n".join(f"{word} = {labels[channel]}" for word, channel in {**found, **base.channels}.items())


def topic_lines(base: Profile, words: Iterable[str]) -> str:
    """Lines with the topics in the file and their groups. A new topic is its own group."""
    known = {plain_title(topic) for topic in base.topics}
    found = {word: word for word in words if plain_title(word) not in known and _fits_a_line(word)}
    return "\n".join(f"{word} = {group}" for word, group in {**found, **base.topics}.items())


def open_lines(words: Iterable[str]) -> list[str]:
    """Lines for answers whose points aren't known. The question mark must be replaced or removed."""
    return [f"{word} = {OPEN}" for word in words if _fits_a_line(word)]


def rating_points(text: str, instrument: str) -> dict[str, int | None]:
    """The points of each word; None for what is no answer."""
    low, high = POINTS.get(instrument, (0, 10))

    if open_ := [line.rpartition("=")[0].strip() for line in text.splitlines() if line.rpartition("=")[2].strip() == OPEN]:
        raise forms.ValidationError(
            gettext(
                "How many points from %(low)d to %(high)d is “%(word)s” worth? Write them instead of the question mark. If it "
                "isn't an answer, only remove the question mark."
            )
            % {"low": low, "high": high, "word": open_[0][:80]}
        )

    def points_of(meant: str) -> int | None:
        if meant and not (_POINTS.fullmatch(meant) and low <= int(meant) <= high):
            raise ValueError
        return int(meant) if meant else None

    what = gettext("Write an answer, “=” and its points from %(low)d to %(high)d.") % {"low": low, "high": high}
    return _lines_of(text, points_of, what)


def channels_of(text: str) -> dict[str, str]:
    """The channel that each word means, where that is not what it means anyway."""
    by_label = {str(label).lower(): value for value, label in Channel.choices} | {value: value for value in Channel.values}

    def channel_of(meant: str) -> str:
        if meant.lower() not in by_label:
            raise ValueError
        return str(by_label[meant.lower()])

    what = gettext("Write a value from the file, “=” and Phone, Chat, E-mail, Social media or Other.")
    said = _lines_of(text, channel_of, what)
    return {word: channel for word, channel in said.items() if channel != _usual_channel(word)}


def topic_groups(text: str) -> dict[str, str]:
    """The group of each topic that is not one of its own."""

    def group_of(meant: str) -> str:
        if not meant or len(meant) > LONGEST_TOPIC:
            raise ValueError
        return meant

    said = _lines_of(text, group_of, gettext("Write a topic from the file, “=” and its group."))
    return {topic: group for topic, group in said.items() if topic != group}


def _fits_a_line(topic: str) -> bool:
    return len(topic) <= LONGEST_TOPIC and "=" not in topic and len(topic.splitlines()) == 1


def _usual_channel(word: str) -> str:
    return CHANNELS.get(word.lower(), Channel.OTHER.value)


def _lines_of(text: str, meaning_of: Callable[[str], Any], what: str) -> dict[str, Any]:
    """Meanings from lines such as “word = meaning”. Raises a ValidationError that quotes the line, followed by `what`."""
    found: dict[str, Any] = {}
    for line in filter(str.strip, text.splitlines()):
        word, sign, meant = (part.strip() for part in line.rpartition("="))
        try:
            meaning = meaning_of(meant)
        except ValueError:
            sign = ""
        if not sign or not word:
            wrong = gettext("“%(line)s” can't be read.") % {"line": line.strip()[:80]}
            raise forms.ValidationError(f"{wrong} {what}")
        found[word] = meaning
    return found
