#!/bin/sh
# django-allauth's rate limiter counts under a lock in the cache and waits for it for one second. Callers who don't get it are
# refused like callers above the limit: with a limit of a thousand an hour, some of forty people behind one address who sign in at
# the same moment get 429. A dry run, which counts nothing, takes the lock too and is refused as well.
# The cache here answers as slowly as one on another machine.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19 django-allauth==65.21.1
cat > "$folder/slow.py" <<'PYTHON'
import time

from django.core.cache.backends.locmem import LocMemCache


class SlowCache(LocMemCache):
    """Answers after 20 milliseconds."""

    def add(self, *args, **options):
        time.sleep(0.02)
        return super().add(*args, **options)

    def get(self, *args, **options):
        time.sleep(0.02)
        return super().get(*args, **options)

    def set(self, *args, **options):
        time.sleep(0.02)
        return super().set(*args, **options)

    def delete(self, *args, **options):
        time.sleep(0.02)
        return super().delete(*args, **options)
PYTHON
cat > "$folder/limit.py" <<'PYTHON'
import sys
from concurrent.futures import ThreadPoolExecutor

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "allauth", "allauth.account"],
    MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"],
    CACHES={"default": {"BACKEND": "slow.SlowCache"}},
    SECRET_KEY="-",
)
django.setup()

import allauth
from allauth.core.internal import ratelimit
from django.test import RequestFactory

LIMIT = {"sign_in": "1000/h/ip"}


def is_allowed(dry_run):
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
    return ratelimit.consume(request, app="demo", action="sign_in", config=LIMIT, dry_run=dry_run) is not None


def refused(dry_run):
    with ThreadPoolExecutor(40) as threads:
        return list(threads.map(lambda _number: is_allowed(dry_run), range(40))).count(False)


print("Django", django.get_version(), "django-allauth", allauth.__version__)
counted, asked = refused(dry_run=False), refused(dry_run=True)
print(f"limit of 1000 an hour, 40 calls at once: {counted} refused; as dry runs: {asked} refused")
print("one more call alone is allowed:", is_allowed(dry_run=False))
sys.exit(not (counted and asked and is_allowed(dry_run=False)))
PYTHON
cd "$folder" && "$folder/venv/bin/python" limit.py
