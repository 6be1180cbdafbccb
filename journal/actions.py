"""Write access to journals. Nothing else writes entries."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Model, Q, TextChoices
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal import hash_chain
from journal.models import Entry, Journal, JournalText
from journal.verbs import known


class JournalClosed(Refused):
    """The crisis of this journal is closed."""


class Actor(Protocol):
    """Author of an entry: a user, recorded by the id of their person."""

    @property
    def person_id(self) -> int: ...


@transaction.atomic
def open_journal(*, title: str, is_drill: bool = False) -> Journal:
    """Open the journal of a new crisis. `is_drill` can't be changed later."""
    return Journal.objects.create(kind=Journal.Kind.CASE, title=title, is_drill=is_drill)


@transaction.atomic
def close_journal(journal: Journal) -> None:
    """Close a journal for new entries. The crisis room calls this when the crisis is closed."""
    locked = Journal.objects.select_for_update().get(pk=journal.pk)
    locked.closed_at = clock.now()
    locked.save(update_fields=["closed_at"])


def require_open(journal: Journal) -> None:
    """Raise `JournalClosed` if the journal is closed. Pages call this before they show a form."""
    if journal.is_closed:
        raise JournalClosed(
            _("“%(title)s” is closed. If you still need this, start it again for everyday work.") % {"title": journal.title}
        )


def house_journal() -> Journal:
    """Journal for entries outside any crisis, created on first use."""
    journal, _created = Journal.objects.get_or_create(kind=Journal.Kind.HOUSE, defaults={"title": "Organisation journal"})
    return journal


@transaction.atomic
def record(
    journal: Journal,
    verb: TextChoices,
    *,
    actor: Actor | None,
    subject: Model,
    data: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    occurred_at: datetime | None = None,
    follows_through: bool = False,
) -> Entry:
    """Append an entry. Call it last in the transaction of an action, because it locks the journal's row until commit.

    `actor` is None for automatic actions. `data` holds ids and figures (no floats), `texts` free text and names.
    `occurred_at` is for events recorded later.

    Raises `JournalClosed` for a closed journal, unless the entry `follows_through` something that began before.
    """
    if known(verb.value) is None:
        raise ValueError(f"The verb {verb.value} is not registered.")
    figures = dict(data or {})
    hash_chain.check_figures(figures)
    locked = Journal.objects.select_for_update().get(pk=journal.pk)
    if not follows_through:
        require_open(locked)
    last = Entry.objects.filter(journal=locked).order_by("-sequence").first()
    salted = {name: (secrets.token_hex(32), text) for name, text in (texts or {}).items() if text}
    entry = Entry(
        journal=locked,
        sequence=last.sequence + 1 if last else 1,
        verb=verb.value,
        actor_id=actor.person_id if actor else None,
        subject_type=subject._meta.label,  # noqa: SLF001 - Django's documented Model._meta
        subject_id=subject.pk,
        data=figures,
        text_digests={name: hash_chain.digest_of_text(salt, text) for name, (salt, text) in salted.items()},
        occurred_at=occurred_at or clock.now(),
        recorded_at=_recorded_at(),
        previous_hash=last.hash if last else hash_chain.GENESIS,
    )
    entry.hash = hash_chain.hash_of(entry)
    entry.save(force_insert=True)
    JournalText.objects.bulk_create(
        JournalText(entry=entry, name=name, salt=salt, text=text) for name, (salt, text) in salted.items()
    )
    return entry


@transaction.atomic
def erase_texts(*, entries: list[int], names: list[str]) -> int:
    """Erase texts of entries, after an erasure request or when their purpose has ended. The chain stays valid."""
    return JournalText.objects.filter(entry_id__in=entries, name__in=names).update(text=None, salt=None)


@transaction.atomic
def erase_texts_about(persons: Collection[int], *, naming: Q) -> int:
    """Erase the texts of entries about these persons and all texts that match `naming`, a condition on `text`."""
    about = Q(entry__subject_type="people.Person", entry__subject_id__in=persons)
    return JournalText.objects.filter(about | naming).exclude(text=None).update(text=None, salt=None)


@transaction.atomic
def erase_texts_of(subject_type: str, subject_ids: Collection[int]) -> int:
    """Erase the texts of entries about these subjects."""
    about = JournalText.objects.filter(entry__subject_type=subject_type, entry__subject_id__in=subject_ids)
    return about.exclude(text=None).update(text=None, salt=None)


def _recorded_at() -> datetime:
    # Not `clock.now()`, which demos and tests move: this is the real time of writing.
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return] # a timestamptz
