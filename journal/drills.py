"""Participants of a drill. Its messages reach only them and invited people, and agents see its content only if they take part.

This room knows the authors of a drill's entries. Rooms that know other participants register them in ``AppConfig.ready``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.request_cache import once
from core.version_tokens import Rows
from journal.models import Entry, Journal

# The rows that `drills_of` reads for `person`, without those of other rooms; for `core.version_tokens`.
WROTE = Rows(Entry, "actor_id = %(person)s AND journal_id IN (SELECT id FROM journal_journal WHERE is_drill)")


@dataclass(frozen=True, slots=True)
class Parts:
    """Participants known to a room: the drills of a person, the participants of a drill, and the people invited to it.

    Declining an invitation is confidential. So invited people get messages, but nothing that others see depends on it.
    """

    drills_of: Callable[[int], set[int]]
    circle_of: Callable[[int], set[int]]
    invited_to: Callable[[int], set[int]]


_known: list[Parts] = []


def register(parts: Parts) -> None:
    _known.append(parts)


@once
def drills_of(person_id: int) -> set[int]:
    """Ids of the journals of drills in which the person takes part. One query if there is no drill."""
    drills = set(Journal.objects.filter(is_drill=True).values_list("pk", flat=True))
    if not drills:
        return set()
    wrote = Entry.objects.filter(journal__in=drills, actor_id=person_id).values_list("journal_id", flat=True)
    return set(wrote.distinct()).union(*(parts.drills_of(person_id) for parts in _known))


def circle_of(journal_id: int) -> set[int]:
    """Ids of the participants of a drill, given its journal. The inverse of `drills_of`."""
    wrote = Entry.objects.filter(journal=journal_id).exclude(actor_id=None).values_list("actor_id", flat=True)
    actors = {actor_id for actor_id in wrote.distinct() if actor_id is not None}
    return actors.union(*(parts.circle_of(journal_id) for parts in _known))


def hearers_of(journal_id: int) -> set[int]:
    """Ids of the people who get messages about a drill: participants and invited people."""
    return circle_of(journal_id).union(*(parts.invited_to(journal_id) for parts in _known))


def marked(text: str, *, is_drill: bool) -> str:
    """The text, prefixed with “Drill” if it is about one."""
    return _("Drill: %(text)s") % {"text": text} if is_drill else text
