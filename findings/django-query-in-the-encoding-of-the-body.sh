#!/bin/sh
# Django decodes the query string with the encoding that the Content-Type declares for the body. If a client sends JSON as
# `application/json; charset=utf-16` to `/search?q=seat`, its query string is read as UTF-16 too, although that encoding applies
# only to the body. The parameter `q` is lost, without an error.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import django
from django.conf import settings
from django.test import RequestFactory

settings.configure()
print("Django", django.get_version())
found = []
for charset in ("utf-8", "iso-8859-1", "utf-16"):
    request = RequestFactory().generic("POST", "/search?q=seat", b"{}", content_type=f"application/json; charset={charset}")
    found.append(request.GET.get("q"))
    print(f"charset={charset:10} q={request.GET.get('q')!r} parameters={list(request.GET)!r}")
sys.exit(found != ["seat", "seat", None])
PYTHON
