#!/bin/sh
# smtplib can't sign in with a password that has a non-ASCII character: it raises UnicodeEncodeError before it sends anything.
# SMTP's AUTH PLAIN (RFC 4616) uses UTF-8, and the server here accepts it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aiosmtpd==1.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import base64
import platform
import smtplib
import socket
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

PASSWORD = "gehe\u00edm"
print("Python", platform.python_version())
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]


def check(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"user", PASSWORD.encode()))


server = Controller(object(), hostname="127.0.0.1", port=port, auth_require_tls=False, authenticator=check)
server.start()
try:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        answer = client.docmd("AUTH", "PLAIN " + base64.b64encode(f"\0user\0{PASSWORD}".encode()).decode())
        print("AUTH PLAIN with UTF-8, written by hand:", answer)
    with smtplib.SMTP("127.0.0.1", port) as client:
        try:
            client.login("user", PASSWORD)
            print("smtplib.SMTP.login: signed in")
            is_as_described = False
        except UnicodeEncodeError as error:
            print("smtplib.SMTP.login: UnicodeEncodeError:", error)
            is_as_described = answer[0] == 235
finally:
    server.stop()
sys.exit(not is_as_described)
PYTHON
