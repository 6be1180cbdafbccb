"""Wordings of the topics' e-mails: the changed ones, and all topics with the wording that applies."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from notices.letter_wording import Wording, default_wording
from notices.models import LetterTemplate
from notices.topics import Topic, written


@dataclass(frozen=True, slots=True)
class TopicWording:
    """Wording that applies to a topic. `changed_at` and `changed_by` are None for the default."""

    topic: Topic
    wording: Wording
    changed_at: datetime | None = None
    changed_by: str | None = None


def wordings() -> dict[str, Wording]:
    """Changed wordings by the name of their topic."""
    return {each.topic: Wording(each.subject, each.body) for each in LetterTemplate.objects.all()}


def topic_wordings() -> list[TopicWording]:
    """All topics whose e-mails can be changed, the most urgent first."""
    changed = {each.topic: each for each in LetterTemplate.objects.select_related("changed_by")}
    return [_topic_wording(topic, changed.get(topic.name)) for topic in written()]


def topic_wording(topic: Topic) -> TopicWording:
    return _topic_wording(topic, LetterTemplate.objects.select_related("changed_by").filter(topic=topic.name).first())


def _topic_wording(topic: Topic, changed: LetterTemplate | None) -> TopicWording:
    if changed is None:
        return TopicWording(topic, default_wording(is_short=settings.NOTICES_SHORT_SUBJECTS))
    return TopicWording(topic, Wording(changed.subject, changed.body), changed.changed_at, str(changed.changed_by))
