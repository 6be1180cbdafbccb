"""Connection to the mail server: sends several e-mails, reconnects if the server has closed it, and tells apart failures of
one e-mail from those of the server.
"""

import re
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import NoReturn

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

from core.mail_backend import AnswerLost
from core.mail_outbox import Mail

DONE = 250
PERMANENT = 500
# "Service not available": the server closes the connection after this answer.
CLOSING = 421
# Enhanced status codes about the recipient's address. 5.1.0, 5.1.7 and 5.1.8 can be about the sender's.
NO_SUCH_RECIPIENT = re.compile(r"5\.1\.([1-6]|10)(?!\d)")


class Undeliverable(Exception):
    """The mail server refused the recipient's address for good. The message is its reason."""


class _NotSent(Exception):
    def __init__(self, reason: str, *, may_have_arrived: bool = False) -> None:
        super().__init__(reason)
        self.may_have_arrived = may_have_arrived


class MailDeferred(_NotSent):
    """The mail server didn't accept the e-mail, but may later. The message is the reason."""


class MailRefused(MailDeferred):
    """The mail server refused the e-mail for good, maybe as it would any other: its answer to the next one decides."""


class ServerUnavailable(_NotSent):
    """The mail server accepts no e-mail now. The message is the reason."""


class MailConnection:
    """Connection to the mail server of the settings, opened for the first e-mail.

    If the connection breaks during an e-mail, or the server refuses it for good, either can be the cause. So the next e-mail
    is tried, over a new connection if need be, and only if that fails in the same way is the server unavailable.
    """

    def __init__(self) -> None:
        self._backend = get_connection()
        self._is_open = False
        self._is_used = False
        self.is_in_doubt = False
        # The e-mail before, if it was refused with `MailRefused`.
        self.refused: Mail | None = None

    def connect(self) -> None:
        """Connect, unless a connection is open and the server still answers. Raises `ServerUnavailable`."""
        if self._is_open and self._answers():
            return
        self.close()
        try:
            self._backend.open()
        except (OSError, SMTPException) as error:
            raise ServerUnavailable(_reason(error)) from error
        self._is_open, self._is_used = True, False

    def send(self, message: EmailMessage) -> None:
        """Send an e-mail to one recipient. Raises `Undeliverable`, `MailDeferred` or `ServerUnavailable`."""
        is_used, self._is_used = self._is_used, True
        try:
            self._backend.send_messages([message])
        except (OSError, SMTPException) as error:
            if _answer(error)[0] != CLOSING or not is_used:
                self._fail(error)
            # The server takes only so many e-mails over one connection, and hasn't accepted this one.
            self.connect()
            self.send(message)
        self.is_in_doubt = False

    def close(self) -> None:
        """Close the connection. Also clears what is left of one that couldn't be opened."""
        self._is_open = False
        self._backend.close()

    def _answers(self) -> bool:
        if not isinstance(self._backend, EmailBackend) or self._backend.connection is None:
            return True
        try:
            return self._backend.connection.rset()[0] == DONE
        except SMTPServerDisconnected:
            return False

    def _fail(self, error: Exception) -> NoReturn:
        code, text = _answer(error)
        if isinstance(error, SMTPSenderRefused) or code in (None, CLOSING):
            self._in_trouble(MailDeferred(_reason(error), may_have_arrived=isinstance(error, AnswerLost)))
        if code >= PERMANENT and not NO_SUCH_RECIPIENT.match(text):
            self._in_trouble(MailRefused(_reason(error)))
        self.is_in_doubt = False
        raise Undeliverable(_reason(error)) if code >= PERMANENT else MailDeferred(_reason(error))

    def _in_trouble(self, failure: MailDeferred) -> NoReturn:
        if self.is_in_doubt:
            raise ServerUnavailable(str(failure), may_have_arrived=failure.may_have_arrived)
        self.is_in_doubt = True
        raise failure


def _reason(error: Exception) -> str:
    code, text = _answer(error)
    return f"{type(error).__name__}: {error}" if code is None else f"{code} {text}"


def _answer(error: Exception) -> tuple[int | None, str]:
    """Code and text of the server's answer, if there was one."""
    text: bytes | str
    if isinstance(error, SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        return None, ""
    return code, text.decode("utf-8", "replace") if isinstance(text, bytes) else text
