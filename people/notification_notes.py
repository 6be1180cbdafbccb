"""Notes on the page of notifications: why a person gets one, and what became of its e-mail.

A higher room writes them and registers the function in its `AppConfig.ready`.
"""

from collections.abc import Callable, Collection, Mapping

from people.models import Notification, User

# The notes of each notification, by its id.
Notes = Callable[[Collection[Notification]], Mapping[int, list[str]]]

# Sentences above the list, about all notifications of a user.
Summary = Callable[[User], list[str]]

_sources: list[Notes] = []
_summaries: list[Summary] = []


def register(notes: Notes) -> None:
    _sources.append(notes)


def register_summary(summary: Summary) -> None:
    _summaries.append(summary)


def summary_of(user: User) -> list[str]:
    """Sentences about the user's notifications as a whole."""
    return [sentence for summary in _summaries for sentence in summary(user)]


def notes_on(notifications: Collection[Notification]) -> dict[int, list[str]]:
    """Notes by the id of the notification."""
    by_source = [notes(notifications) for notes in _sources]
    return {each.pk: [note for notes in by_source for note in notes.get(each.pk, [])] for each in notifications}
