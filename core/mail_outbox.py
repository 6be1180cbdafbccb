"""The outbox: e-mail that is sent in the background, at least once. Failures are recorded.

A room posts an e-mail inside the transaction that needs it. The rows are the queue, and broker messages are only hints that
start a run of `core.mail_runs` in a worker. The `Message-ID` is the same on every try, so that mailboxes can recognise
duplicates.

A room registers for each kind of e-mail how it is written. That happens when it is sent, so that secrets such as password links
are never stored.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from core import clock
from core.deletion import delete_some
from core.models import OutgoingMail

WRITTEN = "core.written"
QUEUE = "delivery"
# E-mails without an end of their own are given up after the last of their tries.
LONGEST_WAIT = timedelta(hours=32)
KEPT = timedelta(days=30)

State = OutgoingMail.State
# Result type of `latest`, under a name that other rooms can import.
Mail = OutgoingMail


@dataclass(frozen=True, slots=True)
class MailDraft:
    """E-mail to post. `data` is the input of its text. Bulk e-mails are sent after all others."""

    recipient: str
    data: Mapping[str, Any]
    is_bulk: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """Returned by a writer for an e-mail that has lost its purpose."""

    reason: str


# Writes e-mails of a kind, in the same order. Several at a time, so that it can read what it needs in one query.
Writer = Callable[[Sequence[OutgoingMail]], Sequence[Letter | NotNeeded]]
# Called in the transaction that finishes an e-mail: it was sent, has failed, or was not needed any more.
Finished = Callable[[OutgoingMail], None]


@dataclass(frozen=True, slots=True)
class MailKind:
    write: Writer
    finished: Finished


def _written(mails: Sequence[OutgoingMail]) -> list[Letter | NotNeeded]:
    return [Letter(mail.data["subject"], mail.data["text"]) for mail in mails]


_kinds: dict[str, MailKind] = {WRITTEN: MailKind(_written, lambda _mail: None)}


def register(kind: str, writer: Writer, finished: Finished = lambda _mail: None) -> None:
    """Register the function that writes e-mails of this kind when they are sent, and optionally one that is told when such an
    e-mail is finished.
    """
    _kinds[kind] = MailKind(writer, finished)


def kind_of(mail_kind: str) -> MailKind:
    """The functions registered for a kind."""
    return _kinds[mail_kind]


def post(*, recipient: str, data: Mapping[str, Any], kind: str = WRITTEN, expires_at: datetime | None = None) -> OutgoingMail:
    """Put an e-mail into the outbox. It is sent after the caller commits, unless `expires_at` has passed."""
    (mail,) = post_all([MailDraft(recipient, data)], kind=kind, expires_at=expires_at)
    return mail


@transaction.atomic
def post_all(drafts: Iterable[MailDraft], *, kind: str, expires_at: datetime | None = None) -> list[OutgoingMail]:
    """Put e-mails into the outbox, with one hint for all of them. Returns them in the same order."""
    now = clock.now()
    mails = OutgoingMail.objects.bulk_create(
        OutgoingMail(
            kind=kind,
            recipient=draft.recipient,
            data=dict(draft.data),
            is_bulk=draft.is_bulk,
            next_try_at=now,
            expires_at=expires_at or now + LONGEST_WAIT,
        )
        for draft in drafts
    )
    if mails:
        transaction.on_commit(_hint, robust=True)
    return mails


def latest(kind: str, recipient: str) -> OutgoingMail | None:
    """Newest e-mail of a kind to an address."""
    return OutgoingMail.objects.filter(kind=kind, recipient__iexact=recipient).order_by("-pk").first()


def recent() -> QuerySet[OutgoingMail]:
    """E-mails of the last month, newest first."""
    return OutgoingMail.objects.order_by("-pk")


@transaction.atomic
def forget_letters(recipients: Collection[str]) -> None:
    """Delete all e-mails to these addresses, in any state."""
    for recipient in sorted(recipients):
        mails = OutgoingMail.objects.filter(recipient__iexact=recipient)
        # Before what refers to them, because a worker locks them in this order too.
        list(mails.select_for_update().order_by("pk").values_list("pk"))
        mails.delete()


def reconcile() -> int:
    """Hint the workers about due e-mails, and delete old finished ones. Part of the tick. Returns how many it deleted."""
    hint_due()
    old = OutgoingMail.objects.filter(~Q(state=State.WAITING), finished_at__lt=clock.now() - KEPT).order_by("finished_at")
    return delete_some(old)


def hint_due() -> None:
    """Hint the workers if e-mails are due, unless a hint waits for them already."""
    from core.broker import takes_more

    if OutgoingMail.objects.due(clock.now()).exists() and takes_more(QUEUE, enough=1):
        _hint()


def _hint() -> None:
    from core.broker import send

    send("core.tasks.send_mail", [], queue=QUEUE)
