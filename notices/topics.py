"""The table of everything the product tells people: topics, registered by the rooms in `AppConfig.ready`.

The preferences page and docs/notices.md are made from this table. A notification belongs to the topic with the pattern that
fits its key: a pattern is a key with `*` in place of its changing parts, and the one with the most fixed parts wins. The first
part is always fixed.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.identity import Role, User

if TYPE_CHECKING:
    from people.models import Notification

ANY = "*"
MailUrls = Callable[[Sequence["Notification"]], Mapping[int, str]]


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
    `mail_urls`: paths for its e-mails by the id of the notification, for those that have another one than in the product. They
    are made when an e-mail is written and kept nowhere. Chat channels never get them.
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
    mail_urls: "MailUrls | None" = None

    @property
    def is_choice(self) -> bool:
        return self.urgency != TopicUrgency.EMERGENCY and not self.is_mailed_elsewhere


_topics: dict[str, Topic] = {}
# Patterns by their first part and their number of parts, so that a key is compared with few of them.
_patterns: dict[tuple[str, int], list[tuple[list[str], Topic]]] = defaultdict(list)


def register(*topics: Topic) -> None:
    for topic in topics:
        if topic.name in _topics:
            raise ValueError(f"The topic {topic.name} is registered twice.")
        _topics[topic.name] = topic
        for pattern in topic.keys:
            parts = pattern.split(":")
            _patterns[parts[0], len(parts)].append((parts, topic))


def is_emergency(topic: Topic | None) -> bool:
    """True for a topic that doesn't wait and doesn't count for the daily limit."""
    return topic is not None and topic.urgency == TopicUrgency.EMERGENCY


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
    parts = key.split(":")
    fits = [(_fit(pattern, parts), topic) for pattern, topic in _patterns.get((parts[0], len(parts)), [])]
    best = max((fit for fit, _topic in fits), default=0)
    return list({topic.name: topic for fit, topic in fits if fit and fit == best}.values())


def topic_of(key: str) -> Topic | None:
    """Topic with the pattern that fits the key best."""
    parts, best, found = key.split(":"), 0, None
    for pattern, topic in _patterns.get((parts[0], len(parts)), []):
        fit = _fit(pattern, parts)
        if fit > best:
            best, found = fit, topic
    return found


def _fit(pattern: list[str], parts: list[str]) -> int:
    """Number of fixed parts that the pattern has in common with the key, or 0 if it doesn't fit."""
    fit = 0
    for expected, part in zip(pattern, parts, strict=True):
        if expected == part:
            fit += 1
        elif expected != ANY:
            return 0
    return fit
