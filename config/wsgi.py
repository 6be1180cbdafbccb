"""WSGI entry point."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from core.encodings import only_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = only_utf8(get_wsgi_application())
# Load the URLs now. Otherwise the first request of each worker would wait seconds for them.
import_module(settings.ROOT_URLCONF)
