"""Who takes part in a drill: its messages go to them and the invited alone, and agents see what was made for it only if they
take part.

Journal knows who has written in a drill's record. The room that knows who runs it, who was invited and who was asked says
so here, in its ``AppConfig.ready``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.request_cache import once
from core.version_tokens import Rows
from journal.models import Entry, Journal

# What `drills_of` reads of the person with the id `person`, besides what other rooms know; for `core.version_tokens`.
WROTE = Rows(Entry, "actor_id = %(person)s AND journal_id IN (SELECT id FROM journal_journal WHERE is_drill)")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a room knows: the journals of the drills of a person, the persons of a drill, and whom it has invited.

    Whether an invited person said no is a secret. So being invited is enough for messages to that person, and for nothing that
    shows to others.
    """

    drills_of: Callable[[int], set[int]]
    circle_of: Callable[[int], set[int]]
    invited_to: Callable[[int], set[int]]


_known: list[Parts] = []


def register(parts: Parts) -> None:
    _known.append(parts)


@once
def drills_of(person_id: int) -> set[int]:
    """The journals of the drills in which the person takes part. One query where there is no drill."""
    drills = set(Journal.objects.filter(is_drill=True).values_list("pk", flat=True))
    if not drills:
        return set()
    wrote = Entry.objects.filter(journal__in=drills, actor_id=person_id).values_list("journal_id", flat=True)
    return set(wrote.distinct()).union(*(parts.drills_of(person_id) for parts in _known))


def circle_of(journal_id: int) -> set[int]:
    """Everyone who takes part in a drill, by its journal: whose `drills_of` it is."""
    wrote = Entry.objects.filter(journal=journal_id).exclude(actor_id=None).values_list("actor_id", flat=True)
    actors = {actor_id for actor_id in wrote.distinct() if actor_id is not None}
    return actors.union(*(parts.circle_of(journal_id) for parts in _known))


def hearers_of(journal_id: int) -> set[int]:
    """Everyone whom messages about a drill reach: those who take part, and those who are invited to."""
    return circle_of(journal_id).union(*(parts.invited_to(journal_id) for parts in _known))


def marked(text: str, *, is_drill: bool) -> str:
    """The text, with “Drill” before it if it is about one."""
    return _("Drill: %(text)s") % {"text": text} if is_drill else text
