"""Connection to the mail server: sends several e-mails, reconnects if the server has closed it, and tells apart failures of
one e-mail from those of the server.
"""

from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import NoReturn

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

PERMANENT = 500
# "Service not available": the server closes the connection after this answer.
CLOSING = 421


class Undeliverable(Exception):
    """The mail server refused the e-mail for good. The message is its reason."""


class MailDeferred(Exception):
    """The mail server didn't accept the e-mail, but may later. The message is the reason."""


class ServerUnavailable(Exception):
    """The mail server accepts no e-mail now. The message is the reason."""


class MailConnection:
    """Connection to the mail server of the settings, opened for the first e-mail.

    If the connection breaks during an e-mail, or the server refuses its sender, either can be the cause. So the next e-mail
    is tried over a new connection, and only if that fails in the same way is the server unavailable.
    """

    def __init__(self) -> None:
        self._backend = get_connection()
        self._is_open = False
        self._is_used = False
        self.is_in_doubt = False

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
        except SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            self._refused(code, text)
        except SMTPDataError as error:
            self._refused(error.smtp_code, error.smtp_error)
        except SMTPSenderRefused as error:
            if error.smtp_code != CLOSING or not is_used:
                self._in_trouble(_reason(error))
            # The server takes only so many e-mails over one connection.
            self.connect()
            self.send(message)
        except (OSError, SMTPException) as error:
            self._in_trouble(_reason(error))
        self.is_in_doubt = False

    def close(self) -> None:
        """Close the connection. Also clears what is left of one that couldn't be opened."""
        self._is_open = False
        self._backend.close()

    def _answers(self) -> bool:
        if not isinstance(self._backend, EmailBackend) or self._backend.connection is None:
            return True
        try:
            self._backend.connection.rset()
        except SMTPServerDisconnected:
            return False
        return True

    def _refused(self, code: int, text: bytes | str) -> NoReturn:
        if code == CLOSING:
            self._in_trouble(_answer(code, text))
        self.is_in_doubt = False
        raise Undeliverable(_answer(code, text)) if code >= PERMANENT else MailDeferred(_answer(code, text))

    def _in_trouble(self, reason: str) -> NoReturn:
        if self.is_in_doubt:
            raise ServerUnavailable(reason)
        self.is_in_doubt = True
        raise MailDeferred(reason)


def _reason(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
