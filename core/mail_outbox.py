"""The outbox: e-mail that is sent in the background, at least once. Failures are recorded.

A room posts an e-mail inside the transaction that needs it. Each try is a piece of `core.work`, and the tick starts the next
one. A room can register a kind of e-mail whose text is written only when it is sent, so that secrets such as password links
are never stored. The `Message-ID` is the same on every try, so that mailboxes can recognise duplicates.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core import clock, faults, work
from core.deletion import delete_some
from core.models import OutgoingMail, Work

logger = logging.getLogger(__name__)

WORK_KIND = "core.mail"
WRITTEN = "core.written"
# Pauses between tries. The last try is 31 hours after the first.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 1260))
KEPT = timedelta(days=30)
# Maximum per tick. The next tick starts the rest.
BATCH = 500
PERMANENT = 500

State = OutgoingMail.State
# Result type of `latest`, under a name that other rooms can import.
Mail = OutgoingMail


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


Writer = Callable[[str, Mapping[str, Any]], Letter]
# Called in the transaction that finishes an e-mail: it was sent, has failed, or was not needed any more.
Finished = Callable[[OutgoingMail], None]


@dataclass(frozen=True, slots=True)
class MailKind:
    write: Writer
    finished: Finished


_kinds: dict[str, MailKind] = {
    WRITTEN: MailKind(lambda _recipient, data: Letter(data["subject"], data["text"]), lambda _mail: None)
}


class Undeliverable(Exception):
    """The mail server refused the e-mail for good. The message is its reason."""


class MailDeferred(Exception):
    """The mail server didn't accept the e-mail, but may later. The message is the reason."""


class NotNeeded(Exception):
    """Raised by a writer if its e-mail has lost its purpose. The message is the reason."""


def register(kind: str, writer: Writer, finished: Finished = lambda _mail: None) -> None:
    """Register the function that writes e-mails of this kind when they are sent, from recipient and data, and optionally one
    that is told when such an e-mail is finished.
    """
    _kinds[kind] = MailKind(writer, finished)


@transaction.atomic
def post(*, recipient: str, data: Mapping[str, Any], kind: str = WRITTEN, expires_at: datetime | None = None) -> OutgoingMail:
    """Put an e-mail into the outbox. It is sent after the caller commits, unless `expires_at` has passed."""
    mail = OutgoingMail.objects.create(
        kind=kind, recipient=recipient, data=dict(data), expires_at=expires_at, next_try_at=clock.now()
    )
    _enqueue(mail)
    return mail


def latest(kind: str, recipient: str) -> OutgoingMail | None:
    """Newest e-mail of a kind to an address."""
    return OutgoingMail.objects.filter(kind=kind, recipient__iexact=recipient).order_by("-pk").first()


def recent() -> QuerySet[OutgoingMail]:
    """E-mails of the last month, newest first."""
    return OutgoingMail.objects.order_by("-pk")


def step(row: Work) -> work.Progress:
    """Try to send an e-mail. Registered with `core.work`."""
    mail = OutgoingMail.objects.select_for_update().filter(pk=row.subject_id, state=State.WAITING).first()
    if mail is not None and row.key == _key(mail):
        _try(mail)
    return work.Progress(finished=True)


def reconcile() -> int:
    """Start due tries, and delete old finished e-mails. Part of the tick."""
    now = clock.now()
    due = OutgoingMail.objects.filter(state=State.WAITING, next_try_at__lte=now).select_for_update(skip_locked=True)
    mails = list(due.order_by("next_try_at")[:BATCH])
    for mail in mails:
        if _enqueue(mail).state == Work.State.FAILED:
            _finish(mail, State.FAILED, _("Sending failed several times. Check the worker's log."))
    old = OutgoingMail.objects.filter(~Q(state=State.WAITING), finished_at__lt=now - KEPT).order_by("finished_at")
    return len(mails) + delete_some(old)


def _try(mail: OutgoingMail) -> None:
    if mail.expires_at is not None and mail.expires_at <= clock.now():
        _finish(mail, State.FAILED, mail.error or _("The e-mail couldn't be sent in time."))
        return
    try:
        _send(mail)
    except NotNeeded as reason:
        _finish(mail, State.DROPPED, str(reason))
    except Undeliverable as refusal:
        _finish(mail, State.FAILED, str(refusal))
    except MailDeferred as refusal:
        _postpone(mail, str(refusal))
    else:
        faults.point("outbox.sent")
        _finish(mail, State.SENT, "")


def _send(mail: OutgoingMail) -> None:
    letter = _kinds[mail.kind].write(mail.recipient, mail.data)
    message = EmailMessage(letter.subject, letter.text, to=[mail.recipient], headers={"Message-ID": _message_id(mail)})
    try:
        # Django leaves the connection open if the server refuses the password.
        with closing(get_connection()) as connection:
            connection.send_messages([message])
    except SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise _refusal(code, text) from error
    except SMTPDataError as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except SMTPResponseException as error:
        # The server accepts nothing from us now, for example because of a wrong password. An administrator can fix that.
        raise MailDeferred(_answer(error.smtp_code, error.smtp_error)) from error
    except (OSError, SMTPException) as error:
        raise MailDeferred(f"{type(error).__name__}: {error}") from error


def _refusal(code: int, text: bytes | str) -> Undeliverable | MailDeferred:
    answer = _answer(code, text)
    return Undeliverable(answer) if code >= PERMANENT else MailDeferred(answer)


def _answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"


def _postpone(mail: OutgoingMail, reason: str) -> None:
    logger.warning("e-mail %s was not sent (try %s): %r", mail.uuid, mail.tries + 1, reason)
    if mail.tries >= len(BACK_OFF):
        mail.tries += 1
        _finish(mail, State.FAILED, reason)
        return
    mail.next_try_at = clock.now() + BACK_OFF[mail.tries]
    mail.tries, mail.error = mail.tries + 1, _short(reason)
    mail.save(update_fields=["tries", "next_try_at", "error"])


def _finish(mail: OutgoingMail, state: OutgoingMail.State, reason: str) -> None:
    """Finish an e-mail. Its text and data are deleted now; the fact that it was sent is kept for a month."""
    if state == State.FAILED:
        logger.error("e-mail %s is not tried again: %r", mail.uuid, reason)
    mail.state, mail.error, mail.data, mail.finished_at = state, _short(reason), {}, clock.now()
    mail.save(update_fields=["state", "tries", "error", "data", "finished_at"])
    _kinds[mail.kind].finished(mail)


def _short(reason: str) -> str:
    return reason.replace("\x00", "")[: OutgoingMail.ERROR_LENGTH]


def _enqueue(mail: OutgoingMail) -> Work:
    return work.enqueue(kind=WORK_KIND, subject_id=mail.pk, key=_key(mail))


def _key(mail: OutgoingMail) -> str:
    return f"mail:{mail.pk}:{mail.tries}"


def _message_id(mail: OutgoingMail) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{mail.uuid}@{domain}>"


def forget_letters(recipients: Collection[str]) -> None:
    """Delete all e-mails to these addresses, in any state."""
    for recipient in recipients:
        OutgoingMail.objects.filter(recipient__iexact=recipient).delete()
