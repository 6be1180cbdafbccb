#!/bin/sh
# {% translate variable %} doubles the percent signs of the variable's value before it looks the value up. So a message that
# Python code marks with gettext_noop, and that gettext() translates, stays untranslated in a template if it has a percent sign.
# For a literal text this is right, because makemessages doubles its percent signs too.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19 babel==2.19.0
FOLDER="$folder" "$folder/venv/bin/python" - <<'PYTHON'
import os
import sys
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings

folder = Path(os.environ["FOLDER"]) / "locale"
settings.configure(
    USE_I18N=True,
    LANGUAGE_CODE="nl",
    LOCALE_PATHS=[folder],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()

from django.template import engines
from django.utils.translation import gettext

messages = {"half of all": "de helft", "50 % of all": "50 % van alles"}
catalogue = Catalog(locale="nl")
for message, translation in messages.items():
    catalogue.add(message, translation)
path = folder / "nl" / "LC_MESSAGES" / "django.mo"
path.parent.mkdir(parents=True)
with path.open("wb") as file:
    write_mo(file, catalogue)

template = engines["django"].from_string("{% load i18n %}{% translate text %}")
print("Django", django.get_version())
found = {}
for message in messages:
    found[message] = gettext(message), template.render({"text": message})
    print(f"{message!r}: gettext {found[message][0]!r}, template {found[message][1]!r}")
sys.exit(found != {"half of all": ("de helft", "de helft"), "50 % of all": ("50 % van alles", "50 % of all")})
PYTHON
