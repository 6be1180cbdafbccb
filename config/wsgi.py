"""WSGI entry point."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from core.encodings import only_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = only_utf8(get_wsgi_application())
# Django loads the pages with the first request, which would wait seconds for them, once in each worker.
import_module(settings.ROOT_URLCONF)
