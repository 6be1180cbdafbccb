#!/bin/sh
# dj-email-url reads `smtps://host:465` as STARTTLS (EMAIL_USE_TLS) instead of TLS from the start (EMAIL_USE_SSL). With STARTTLS
# on port 465, client and server wait for each other until the timeout. If the value of an option is misspelt (`?tls=ture`), it
# turns encryption off without a message.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dj-email-url==1.0.6
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import sys
from importlib.metadata import version

import dj_email_url

print("dj-email-url", version("dj-email-url"))
found = []
for url in ("smtps://mail.example.org:465", "smtps://mail.example.org", "smtp://mail.example.org?tls=ture"):
    read = dj_email_url.parse(url)
    found.append((read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"], read["EMAIL_PORT"]))
    print(f"{url:40} EMAIL_USE_TLS={found[-1][0]} EMAIL_USE_SSL={found[-1][1]} EMAIL_PORT={found[-1][2]}")
sys.exit(found != [(True, False, 465), (True, False, None), (False, False, 25)])
PYTHON
