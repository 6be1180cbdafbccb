"""WSGI entry point."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from core.encodings import only_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = only_utf8(get_wsgi_application())
# Load the URLs now. Otherwise the first request of each worker would wait seconds for them.
import_module(settings.ROOT_URLCONF)
# What is loaded now stays. Otherwise each full collection, as after a page of thousands of people, would search all of it; and
# the workers of gunicorn, which are forked from here, would no longer share its memory.
gc.freeze()
