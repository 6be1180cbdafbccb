"""A mail server on loopback that accepts every e-mail and keeps none: ``python -m bench.mail_sink``. Prints its port."""

import logging
import signal

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.mail_server import Listener


class Sink:
    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        return "250 OK"


def main() -> None:
    # aiosmtpd logs each command, which would take much of its time.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    listener = Listener(Sink(), hostname="127.0.0.1", port=0)
    listener.start()
    print(listener.port, flush=True)
    signal.sigwait({signal.SIGTERM})
    listener.stop()


if __name__ == "__main__":
    main()
