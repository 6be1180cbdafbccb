#!/bin/sh
# smtplib hides a time-out: a server that accepted a whole e-mail and answers later than `timeout` is reported as
# SMTPServerDisconnected, the same exception as for a server that hung up, and smtplib closes the connection. It is no TimeoutError
# and has none as its cause; only its message says "timed out". So `except TimeoutError` around send_message never runs, and
# whoever sends again after it sends twice.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aiosmtpd==1.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import platform
import smtplib
import socket
import sys
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Slow:
    accepted = 0

    async def handle_DATA(self, server, session, envelope):
        self.accepted += 1
        await asyncio.sleep(1)
        return "250 OK"


message = EmailMessage()
message["From"], message["To"], message["Subject"] = "desk@example.org", "ana@example.org", "Update"
message.set_content("Hello.")
handler = Slow()
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
controller = Controller(handler, hostname="127.0.0.1", port=port)
controller.start()
server = smtplib.SMTP("127.0.0.1", port, timeout=0.2)
try:
    server.send_message(message)
    raised = None
except Exception as error:
    raised = error
controller.stop()
found = (type(raised).__name__, isinstance(raised, TimeoutError), raised.__cause__, "timed out" in str(raised), handler.accepted)
print("Python", platform.python_version())
print(f"raised {raised!r}, a TimeoutError: {found[1]}, cause: {found[2]}, e-mails the server had accepted: {found[4]}")
sys.exit(found != ("SMTPServerDisconnected", False, None, True, 1))
PYTHON
