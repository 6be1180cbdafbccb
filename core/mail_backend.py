"""Mail backend that waits longer for the answer to an e-mail than for other answers of the mail server."""

import re
from smtplib import SMTP, SMTP_SSL, SMTPDataError, SMTPException, SMTPServerDisconnected

from django.core.mail.backends import smtp

# Servers may scan an e-mail before they answer. RFC 5321 asks clients to wait for ten minutes, but the transaction of the
# e-mail is idle so long, and the database ends it after `idle_in_transaction_session_timeout`.
ANSWER_SECONDS = 180
START_OF_TEXT = 354


class AnswerLost(SMTPServerDisconnected):
    """The server has received a whole e-mail, but its answer didn't arrive. It may have accepted the e-mail."""


class PatientSMTP(SMTP):
    def data(self, msg: bytes) -> tuple[int, bytes]:  # type: ignore[override] # Django passes bytes only
        """Send the text of an e-mail, and return the server's answer. smtplib's own has one time limit for all answers."""
        code, text = self.docmd("data")
        if code != START_OF_TEXT:
            raise SMTPDataError(code, text)
        self.send(re.sub(rb"(?m)^\.", b"..", msg).removesuffix(b"\r\n") + b"\r\n.\r\n")
        self.sock.settimeout(ANSWER_SECONDS)  # type: ignore[union-attr] # it is connected
        try:
            answer = self.getreply()
        except (OSError, SMTPException) as error:
            raise AnswerLost(str(error)) from error
        self.sock.settimeout(self.timeout)  # type: ignore[union-attr] # it is connected
        return answer


class PatientSMTPOverTLS(PatientSMTP, SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[SMTP]:
        return PatientSMTPOverTLS if self.use_ssl else PatientSMTP
