#!/bin/sh
# django-pgtrigger installs a trigger with two functions: one for the trigger, and one that all triggers of a schema share.
# Uninstalling drops only the trigger, and so does migrating back. After migrating back to zero, the functions of all earlier
# triggers are still in the database, so the schema differs from a new one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19 django-pgtrigger==4.17.0 "psycopg[binary]==3.3.9"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["pgtrigger"], DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "unused"}}
)
django.setup()

import pgtrigger
from django.db import models


class Entry(models.Model):
    class Meta:
        app_label = "demo"
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


print("django-pgtrigger", version("django-pgtrigger"))
compiled = Entry._meta.triggers[0].compile(Entry)
created = compiled.install_sql.upper().count("CREATE OR REPLACE FUNCTION")
dropped = compiled.uninstall_sql.upper().count("DROP FUNCTION")
print("functions that installing creates:", created)
print("functions that uninstalling drops:", dropped)
print("uninstalling:", compiled.uninstall_sql.strip())
sys.exit((created, dropped) != (2, 0))
PYTHON
