#!/bin/sh
# In Django 5.2, {% csrf_token %} in a template that is included with “only” renders nothing, also if the page itself renders the
# token, while the template of an inclusion tag gets it. Without DEBUG there is no warning, and the test client doesn't check
# tokens, so the form works in every test and answers 403 in a browser.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import warnings

import django
from django.conf import settings

PAGES = {"form.html": "<form>{% csrf_token %}</form>", "page.html": "{% csrf_token %}{% include 'form.html' only %}",
         "open.html": "{% include 'form.html' %}", "tag.html": "{% load forms %}{% own_form %}"}
LOADERS = [("django.template.loaders.locmem.Loader", PAGES)]
settings.configure(TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates",
                               "OPTIONS": {"loaders": LOADERS, "libraries": {"forms": "__main__"}}}])
django.setup()

from django.template import Library
from django.template.loader import render_to_string
from django.test import RequestFactory

register = Library()
register.inclusion_tag("form.html", name="own_form")(lambda: {})

warnings.simplefilter("error")
tokens = {name: render_to_string(name, {}, RequestFactory().get("/")).count("csrfmiddlewaretoken") for name in PAGES}
print("Django", django.__version__)
print("tokens:", tokens)
sys.exit(tokens != {"form.html": 1, "page.html": 1, "open.html": 1, "tag.html": 1})
PYTHON
