#!/bin/sh
# str() of a plural made with Django's ngettext_lazy is the empty string, and str.format_map gives "" too: only format() and % look
# up a form. So a plural that stands where a lazy text is expected, such as the label of a choice, shows nothing and raises nothing.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import django
from django.conf import settings

settings.configure(USE_I18N=True)
django.setup()

from django.db.models import TextChoices
from django.utils.translation import ngettext_lazy


class Event(TextChoices):
    SENT = "sent", ngettext_lazy("{count} letter sent", "{count} letters sent", "count")


words = {"count": 2}
found = {
    "str": str(Event.SENT.label),
    "choices": [(value, str(label)) for value, label in Event.choices],
    "format_map": Event.SENT.label.format_map(words),
    "format": Event.SENT.label.format(**words),
}
print("Django", django.get_version())
for name, value in found.items():
    print(f"{name}: {value!r}")
sys.exit(found != {"str": "", "choices": [("sent", "")], "format_map": "", "format": "2 letters sent"})
PYTHON
