"""The outbox: e-mail that leaves in the background, at least once, and says so where it could not.

A room posts a letter inside the transaction that creates the need for it. Each try is a piece of `core.work`; the tick
starts the next one. A room may register a kind of letter whose text is written only when it is sent, so that secrets such
as links to choose a password are never stored. The `Message-ID` is the same on every try, by which a mailbox can tell that
it has the message already.
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
from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock, faults, work
from core.deletion import delete_some
from core.models import OutgoingMail, Work

logger = logging.getLogger(__name__)

WORK_KIND = "core.mail"
WRITTEN = "core.written"
# Between one try and the next. After the last one, 31 hours after the first, the letter is given up.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 1260))
KEPT = timedelta(days=30)
# As many as one tick starts: the next one starts the rest.
BATCH = 500
PERMANENT = 500

State = OutgoingMail.State
# What `latest` returns; rooms know it by this name, because the model belongs to `core`.
Mail = OutgoingMail


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


Writer = Callable[[str, Mapping[str, Any]], Letter]

_writers: dict[str, Writer] = {WRITTEN: lambda _recipient, data: Letter(data["subject"], data["text"])}


class Undeliverable(Exception):
    """The mail server will never take the letter. The message is its reason."""


class MailDeferred(Exception):
    """The mail server did not take the letter, and may do so later. The message is the reason."""


def register(kind: str, writer: Writer) -> None:
    """Name the function that writes letters of this kind, from the recipient and the data, at the moment of sending."""
    _writers[kind] = writer


@transaction.atomic
def post(*, recipient: str, data: Mapping[str, Any], kind: str = WRITTEN, expires_at: datetime | None = None) -> OutgoingMail:
    """Put a letter into the outbox. It leaves once the caller commits, unless `expires_at` comes first."""
    mail = OutgoingMail.objects.create(
        kind=kind, recipient=recipient, data=dict(data), expires_at=expires_at, next_try_at=clock.now()
    )
    _enqueue(mail)
    return mail


def latest(kind: str, recipient: str) -> OutgoingMail | None:
    """The newest letter of a kind to an address."""
    return OutgoingMail.objects.filter(kind=kind, recipient__iexact=recipient).order_by("-pk").first()


def step(row: Work) -> work.Progress:
    """One try to send one letter. Registered with `core.work`."""
    mail = OutgoingMail.objects.select_for_update().filter(pk=row.subject_id, state=State.WAITING).first()
    if mail is not None and row.key == _key(mail):
        _try(mail)
    return work.Progress(finished=True)


def reconcile() -> int:
    """Start the tries that are due, and delete letters that were finished long ago: part of the tick."""
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
    except Undeliverable as refusal:
        _finish(mail, State.FAILED, str(refusal))
    except MailDeferred as refusal:
        _postpone(mail, str(refusal))
    else:
        faults.point("outbox.sent")
        _finish(mail, State.SENT, "")


def _send(mail: OutgoingMail) -> None:
    letter = _writers[mail.kind](mail.recipient, mail.data)
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
        # It does not take anything from us now, for example because of a wrong password: an administrator can mend that.
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
    """The letter is over. Its text and data go at once; that it was sent is kept for a month."""
    if state == State.FAILED:
        logger.error("e-mail %s is not tried again: %r", mail.uuid, reason)
    mail.state, mail.error, mail.data, mail.finished_at = state, _short(reason), {}, clock.now()
    mail.save(update_fields=["state", "tries", "error", "data", "finished_at"])


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
    """Delete the letters to these addresses, whatever became of them."""
    for recipient in recipients:
        OutgoingMail.objects.filter(recipient__iexact=recipient).delete()
