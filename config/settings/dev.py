"""Settings of `make run`: the demo and development on one machine."""

import os

from config.settings.base import *  # noqa: F403 - a settings module is its base plus what differs
from config.settings.base import DATA_DIR, INSTALLED_APPS
from config.settings.environment import env
from core.secrets import secret_of

# Has the command `up`.
INSTALLED_APPS = [*INSTALLED_APPS, "devservers"]
DEBUG = env.switch("ECS_DEBUG")
if env.text("ECS_PSEUDO_LANGUAGE"):
    LANGUAGE_CODE = env.text("ECS_PSEUDO_LANGUAGE")
    LANGUAGES = [(LANGUAGE_CODE, "Pseudo-language")]
    # Where `make pseudo` writes it.
    LOCALE_PATHS = [DATA_DIR / "locale"]
# Created once per data folder, so that the repository contains no secret.
SECRET_KEY = env.text("SECRET_KEY") or secret_of(DATA_DIR / "secret-key")
# E-mails become files, which the page of outgoing mail shows.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
DEMO_MAIL_DIR = DATA_DIR / "mail"
EMAIL_FILE_PATH = str(DEMO_MAIL_DIR)
SITE_URL = env.text("SITE_URL") or f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
# Static files are served from their folders, without collecting them.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

env.insist()
