"""A real mail server on loopback, and what it received."""

import asyncio
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "desk@example.org", "p@ss/w:rd #1?&% +"

# Longer than a worker takes to start and to send.
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Delivery:
    """One message as it arrived: from whom, to whom, over TLS or not, and signed in as which user."""

    message: EmailMessage
    sender: str
    recipients: list[str]
    is_over_tls: bool
    user: str
    # Equal for messages that came over one connection.
    connection: object

    @property
    def text(self) -> str:
        return str(self.message.get_content())


@dataclass
class MailServer:
    """A server that takes every message, or refuses all with `answer`. The other fields make it refuse, wait or hang up."""

    answer: str = "250 OK"
    port: int = 0
    received: list[Delivery] = field(default_factory=list)
    # Answers to senders, in turn; later ones are accepted.
    to_senders: list[str] = field(default_factory=list)
    # Answers to recipients, by address.
    to_recipients: dict[str, str] = field(default_factory=dict)
    # Answers to any recipients, in turn.
    to_next_recipients: list[str] = field(default_factory=list)
    # Addresses whose next message it takes, and then hangs up without an answer.
    hangs_up_after: set[str] = field(default_factory=set)
    # Whether it hangs up once, when the next message is to come over the same connection.
    hangs_up_between: bool = False
    # Whether it says so, with 421.
    says_goodbye: bool = False
    # It answers no sender before it has had so many connections.
    connections_to_wait_for: int = 1
    seconds_to_accept: float = 0
    connections: set[object] = field(default_factory=set)

    def letter_to(self, address: str) -> Delivery:
        """The newest letter to the address, waited for."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if found := [delivery for delivery in self.received if address in delivery.recipients]:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"no mail to {address} within {PATIENCE_SECONDS} seconds")

    def check(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_right, handled=False, auth_data=data)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.connections.add(session.peer)
        while len(self.connections) < self.connections_to_wait_for:  # noqa: ASYNC110 - the tests set it from another thread
            await asyncio.sleep(0.01)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.to_senders.pop(0) if self.to_senders else "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.to_next_recipients and not (answer := self.to_next_recipients.pop(0)).startswith("250"):
            return answer
        if address in self.to_recipients:
            return self.to_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_RSET(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.hangs_up_between:
            self.hangs_up_between = False
            if self.says_goodbye:
                await server.push("421 Goodbye")
                assert server.transport is not None
                server.transport.close()
                return "421 Goodbye"
            hang_up(server)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(self.seconds_to_accept)
        if self.answer.startswith("250"):
            message = message_from_bytes(envelope.original_content or b"", _class=EmailMessage, policy=policy.default)
            is_over_tls = server.transport is not None and server.transport.get_extra_info("sslcontext") is not None
            user = session.auth_data.login.decode() if isinstance(session.auth_data, LoginPassword) else ""
            self.received.append(
                Delivery(message, envelope.mail_from or "", list(envelope.rcpt_tos), is_over_tls, user, session.peer)
            )
        if self.hangs_up_after & set(envelope.rcpt_tos):
            self.hangs_up_after -= set(envelope.rcpt_tos)
            hang_up(server)
        return self.answer


def hang_up(server: SMTP) -> None:
    """Close the connection, so that the answer doesn't arrive."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


class Listener(Controller):
    """aiosmtpd's listener on a port that the system chooses."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


def tls_context(authority: trustme.CA) -> ssl.SSLContext:
    """What a server at `localhost` needs, with a certificate of this authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@contextmanager
def mail_server(*, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """A server that speaks TLS from the start, insists on STARTTLS, or neither."""
    server = MailServer()
    listener = Listener(
        server,
        hostname="127.0.0.1",
        port=0,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        auth_require_tls=starttls is not None,
        authenticator=server.check,
    )
    listener.start()
    server.port = listener.port
    try:
        yield server
    finally:
        listener.stop()
