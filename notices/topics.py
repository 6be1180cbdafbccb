"""The table of everything the product tells people: topics, registered by the rooms in `AppConfig.ready`.

The preferences page and docs/notices.md are made from this table. A notification belongs to the topic with the pattern that
fits its key: a pattern is a key with `*` in place of its changing parts, and the one with the most fixed parts wins.
"""

from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.identity import Role, User

ANY = "*"


class TopicUrgency(IntEnum):
    """Urgency of a topic: which rules an e-mail about it has to wait for."""

    ROUTINE = 1
    TIMELY = 2
    EMERGENCY = 3

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS = {
    TopicUrgency.ROUTINE: _("Outside quiet hours. Above the daily limit, in one e-mail the next day."),
    TopicUrgency.TIMELY: _("Outside quiet hours. Above the daily limit, in one e-mail an hour."),
    TopicUrgency.EMERGENCY: _("Immediately, also in quiet hours."),
}


@dataclass(frozen=True, slots=True)
class Topic:
    """Kind of notification. `title` is the subject of its e-mails and `why` their reason. `example` is an invented text.

    E-mails of emergencies can't be turned off. `is_mailed_elsewhere`: another module sends its own e-mail about it.
    `roles`: it is only offered to people with one of them; without any, to everyone.
    `is_for_channels`: chat channels can get it, because all get the same text, and it is nobody's result or answer.
    """

    name: str
    title: Promise | str
    why: Promise | str
    keys: tuple[str, ...]
    example: Promise | str
    urgency: TopicUrgency = TopicUrgency.ROUTINE
    is_on: bool = True
    is_mailed_elsewhere: bool = False
    roles: tuple[Role, ...] = ()
    is_for_channels: bool = False

    @property
    def is_choice(self) -> bool:
        return self.urgency != TopicUrgency.EMERGENCY and not self.is_mailed_elsewhere


_topics: dict[str, Topic] = {}


def register(*topics: Topic) -> None:
    for topic in topics:
        if topic.name in _topics:
            raise ValueError(f"The topic {topic.name} is registered twice.")
        _topics[topic.name] = topic


def all_topics() -> list[Topic]:
    """Topics, the most urgent first."""
    return sorted(_topics.values(), key=lambda topic: (-topic.urgency, topic.name))


def choices() -> list[Topic]:
    """Topics whose e-mails can be turned off."""
    return [topic for topic in all_topics() if topic.is_choice]


def written() -> list[Topic]:
    """Topics whose e-mails this room writes."""
    return [topic for topic in all_topics() if not topic.is_mailed_elsewhere]


def for_channels() -> list[Topic]:
    """Topics that chat channels can get."""
    return [topic for topic in all_topics() if topic.is_for_channels]


def offered_to(user: User) -> list[Topic]:
    """Topics whose e-mails the user can turn off."""
    return [topic for topic in choices() if not topic.roles or user.has_role(*topic.roles)]


def topic_named(name: str) -> Topic | None:
    return _topics.get(name)


def topics_of(key: str) -> list[Topic]:
    """Topics with a pattern that fits the key best. Exactly one for the keys of this code base."""
    fits = [(fit, topic) for topic in _topics.values() if (fit := max(_fit(pattern, key) for pattern in topic.keys))]
    best = max((fit for fit, _topic in fits), default=0)
    return [topic for fit, topic in fits if fit == best]


def topic_of(key: str) -> Topic | None:
    return next(iter(topics_of(key)), None)


def _fit(pattern: str, key: str) -> int:
    """Number of fixed parts that the pattern has in common with the key, or 0 if it doesn't fit."""
    expected, parts = pattern.split(":"), key.split(":")
    if len(expected) != len(parts) or any(each not in {ANY, part} for each, part in zip(expected, parts, strict=True)):
        return 0
    return sum(each != ANY for each in expected)
