"""Runs of a worker through the outbox. A *run* claims some of the due e-mails at a time, and sends them over one connection.

Each e-mail has its own transaction, which ends right after the mail server's answer. So a killed worker repeats at most the
e-mail whose answer it hadn't stored; the others that it had claimed are due again when its claim is over.
"""

import logging
import time
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import cache
from itertools import takewhile

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from core import clock, faults
from core.mail_connection import MailConnection, MailDeferred, MailRefused, ServerUnavailable, Undeliverable
from core.mail_outbox import Letter, Mail, NotNeeded, State, hint_due, kind_of
from core.prepared_statements import prepared_cursor

logger = logging.getLogger(__name__)

# A run ends after this time, so that its worker can do other work.
RUN_SECONDS = 5.0
# Maximum of one claim. Its texts are written together, and those that aren't sent within the seconds are written again later.
BATCH, BATCH_SECONDS = 50, 2.0
# After this time others may send what a worker has claimed. An e-mail that is being sent is locked in addition, because the
# answer of the mail server can take longer.
CLAIM = timedelta(minutes=1)
# Claims without a result, after which an e-mail that keeps stopping its workers is given up.
MAX_CLAIMS = 5
# Pauses between tries. The last try is 31 hours after the first.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 1260))
# While the mail server is unavailable, all e-mails wait, and one of them is tried at these intervals.
SERVER_PAUSE = timedelta(minutes=1)

# In SQL, because it runs for each e-mail, and Django takes longer to write it than the server to run it.
FINISH = """
UPDATE core_outgoingmail SET state = %s, error = %s, tries = %s, data = '{}', claimed_until_at = NULL,
    finished_at = coalesce(%s::timestamptz, statement_timestamp())
WHERE id = %s AND claims = %s AND state = 'waiting' AND claimed_until_at IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class End:
    """Final state of an e-mail that isn't sent, and why."""

    state: Mail.State
    reason: str


def run(seconds: float = RUN_SECONDS) -> None:
    """Send due e-mails over one connection until none is left or the time is up. Several workers can do this at once."""
    until = time.monotonic() + seconds
    with closing(MailConnection()) as server:
        try:
            while time.monotonic() < until or server.is_in_doubt:
                mails = _claim()
                if not mails:
                    return
                _send_claimed(mails, server)
        except ServerUnavailable as trouble:
            _wait_for_server(str(trouble))
            return
    hint_due()


def fail_expired() -> int:
    """Fail e-mails that couldn't be sent in time, even if no worker claims any because the mail server is unavailable. Part of
    the tick. Returns how many it failed.
    """
    now = clock.now()
    with transaction.atomic():
        mails = _claimed_now(Mail.objects.expired(now).select_for_update(skip_locked=True).order_by("pk"), now)
    for mail in mails:
        _end(mail, _too_late(mail))
    return len(mails)


@transaction.atomic
def _claim() -> list[Mail]:
    """Claim the next due e-mails. One whose last claim had no result is claimed alone: it may have stopped its worker."""
    now = clock.now()
    due = Mail.objects.due(now).select_for_update(skip_locked=True).order_by("is_bulk", "next_try_at", "pk")
    found = list(due[:BATCH])
    return _claimed_now(list(takewhile(lambda mail: not mail.claims, found)) or found[:1], now)


def _claimed_now(locked: Iterable[Mail], now: datetime) -> list[Mail]:
    mails = list(locked)
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(claims=F("claims") + 1, claimed_until_at=now + CLAIM)
    for mail in mails:
        mail.claims += 1
    return mails


def _send_claimed(mails: list[Mail], server: MailConnection) -> None:
    """Write and send claimed e-mails. What is left when the time is up, or because of the server, is released."""
    faults.point("outbox.claimed")
    try:
        texts = _texts(mails)
    except Exception:
        logger.exception("writing %d e-mails failed", len(mails))
        if len(mails) > 1:
            # Each is claimed alone now, and only the one that can't be written keeps failing.
            _claimed(mails).update(claimed_until_at=None)
        return
    faults.point("outbox.written")
    until = time.monotonic() + BATCH_SECONDS
    # First those that aren't sent, because they need no mail server.
    left = deque(sorted(mails, key=lambda mail: not isinstance(texts[mail.pk], End)))
    try:
        while left and (time.monotonic() < until or server.is_in_doubt):
            _deliver(left[0], texts[left[0].pk], server)
            left.popleft()
            faults.point("outbox.between_emails")
    finally:
        if left:
            _claimed(left).update(claims=F("claims") - 1, claimed_until_at=None)


def _texts(mails: Sequence[Mail]) -> dict[int, Letter | End]:
    """Texts by the id of their e-mail, or the reason why it isn't sent."""
    now = clock.now()
    texts: dict[int, Letter | End] = {mail.pk: end for mail in mails if (end := _end_before_writing(mail, now))}
    for kind in {mail.kind for mail in mails}:
        some = [mail for mail in mails if mail.kind == kind and mail.pk not in texts]
        for mail, text in zip(some, kind_of(kind).write(some) if some else [], strict=True):
            texts[mail.pk] = End(State.DROPPED, text.reason) if isinstance(text, NotNeeded) else text
    return texts


def _end_before_writing(mail: Mail, now: datetime) -> End | None:
    if mail.claims > MAX_CLAIMS:
        return End(State.FAILED, _("Sending failed several times. Check the worker's log."))
    if mail.expires_at is not None and mail.expires_at <= now:
        return _too_late(mail)
    return None


def _too_late(mail: Mail) -> End:
    return End(State.FAILED, mail.error or _("The e-mail couldn't be sent in time."))


def _deliver(mail: Mail, text: Letter | End, server: MailConnection) -> None:
    """Send an e-mail and commit the answer. Any other error leaves it claimed, so that it is tried again alone."""
    if isinstance(text, End):
        _end(mail, text)
        return
    try:
        # Before the row is locked, because it can take long.
        server.connect()
        _send(mail, _message(mail, text), server)
    except (ServerUnavailable, OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("sending e-mail %s failed", mail.uuid)


def _end(mail: Mail, end: End) -> None:
    try:
        _finish(mail, end)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("finishing e-mail %s failed", mail.uuid)


def _send(mail: Mail, message: EmailMessage, server: MailConnection) -> None:
    """Everything that follows from sending is written before, so that only the commit is left after the server's answer."""
    refused, server.refused = server.refused, None
    try:
        with transaction.atomic():
            if not _finish(mail, End(State.SENT, "")):
                return
            server.send(message)
            faults.point("outbox.sent")
    except Undeliverable as refusal:
        _finish(mail, End(State.FAILED, str(refusal)))
    except MailDeferred as failure:
        _postpone(mail, str(failure), may_have_arrived=failure.may_have_arrived)
        if isinstance(failure, MailRefused):
            server.refused = mail
    except ServerUnavailable as failure:
        if failure.may_have_arrived:
            _postpone(mail, str(failure), may_have_arrived=True)
        raise
    else:
        if refused is not None:
            _fail_refused(refused)


def _message(mail: Mail, letter: Letter) -> EmailMessage:
    headers = {"Message-ID": f"<{mail.uuid}@{_domain(settings.DEFAULT_FROM_EMAIL)}>"}
    return EmailMessage(letter.subject, letter.text, to=[mail.recipient], headers=headers)


@cache
def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2]


def _postpone(mail: Mail, reason: str, *, may_have_arrived: bool = False) -> None:
    """Try an e-mail again later. One that may have arrived is repeated once."""
    is_last = mail.tries >= len(BACK_OFF) or (may_have_arrived and mail.may_have_arrived)
    mail.may_have_arrived |= may_have_arrived
    if is_last:
        _finish(mail, End(State.FAILED, reason), tries=mail.tries + 1)
        return
    logger.warning("e-mail %s was not sent (try %s): %r", mail.uuid, mail.tries + 1, reason)
    _claimed([mail]).update(
        tries=mail.tries + 1,
        error=_short(reason),
        next_try_at=clock.now() + BACK_OFF[mail.tries],
        claims=0,
        claimed_until_at=None,
        may_have_arrived=mail.may_have_arrived,
    )


@transaction.atomic
def _fail_refused(mail: Mail) -> None:
    """Fail an e-mail that was refused for good and then postponed, because the server has accepted the next one."""
    waiting = Mail.objects.select_for_update().filter(
        pk=mail.pk, state=State.WAITING, claimed_until_at=None, tries=mail.tries + 1
    )
    for again in _claimed_now(waiting, clock.now()):
        _finish(again, End(State.FAILED, again.error))


@transaction.atomic(savepoint=False)
def _finish(mail: Mail, end: End, *, tries: int | None = None) -> bool:
    """Finish an e-mail, unless it was deleted, or another worker has claimed it because this one took too long.

    Its text and data are deleted now; the fact that it was sent is kept for a month.
    """
    is_failed, reason = end.state == State.FAILED, end.reason
    if is_failed and mail.may_have_arrived:
        reason = _("The e-mail may have arrived, because an answer of the mail server was lost. Last error: %(reason)s") % {
            "reason": reason
        }
    mail.state, mail.error = end.state, _short(reason)
    values = end.state.value, mail.error, mail.tries if tries is None else tries, clock.travelled_to(), mail.pk, mail.claims
    with prepared_cursor() as cursor:
        cursor.execute(FINISH, values)
        is_ours = bool(cursor.rowcount)
    if is_ours:
        if is_failed:
            logger.error("e-mail %s is not tried again: %r", mail.uuid, reason)
        kind_of(mail.kind).finished(mail)
    faults.point("outbox.finished")
    return is_ours


@transaction.atomic
def _wait_for_server(reason: str) -> None:
    """Let everything that is due wait until the mail server is tried again. That costs none of the e-mails' own tries."""
    now = clock.now()
    logger.warning("the mail server is unavailable: %r", reason)
    was_sent = Q(state=State.SENT, finished_at__gt=now - SERVER_PAUSE)
    if Mail.objects.filter(was_sent | Q(state=State.WAITING, claimed_until_at__gt=now)).exists():
        # Another worker may be sending, and this connection may be one too many. The next hint tries again.
        return
    due = Mail.objects.due(now).select_for_update(skip_locked=True).values_list("pk", flat=True)
    Mail.objects.filter(pk__in=list(due)).update(next_try_at=now + SERVER_PAUSE, error=_short(reason))


def _claimed(mails: Iterable[Mail]) -> QuerySet[Mail]:
    """Those of these e-mails, all claimed equally often, that still exist and that no other worker has claimed since."""
    claimed = list(mails)
    return Mail.objects.filter(
        pk__in=[mail.pk for mail in claimed], state=State.WAITING, claims=claimed[0].claims, claimed_until_at__isnull=False
    )


def _short(reason: str) -> str:
    return reason.replace("\x00", "")[: Mail.ERROR_LENGTH]
