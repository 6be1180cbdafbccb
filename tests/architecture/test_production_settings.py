"""A real installation refuses to start when something is missing or unsafe, and says what."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "SECRET_KEY": "k" * 20 + "-not-a-key-of-any-installation-" + "0123456789",
    "ALLOWED_HOSTS": "crisis.example.org",
    "DATABASE_URL": "postgresql://ecs:x@127.0.0.1:1/ecs",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "DEFAULT_FROM_EMAIL": "Crisis desk <crisis@example.org>",
}


def deploy_check(**changes: str | None) -> subprocess.CompletedProcess[str]:
    wanted = {**GOOD, **changes}
    # Nothing of the tests' own environment: what other tests need there, production refuses.
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production"}
    environment |= {name: value for name, value in wanted.items() if value is not None}
    # Not manage.py, which would start servers where none are named.
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=False, capture_output=True, text=True)


def test_a_complete_environment_is_clean() -> None:
    done = deploy_check()
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", GOOD)
def test_what_is_missing_is_named(name: str) -> None:
    done = deploy_check(**{name: None})
    assert done.returncode != 0
    assert f"Set {name} in the environment" in done.stderr


@pytest.mark.parametrize(("name", "value", "sentence"), [("SECRET_KEY", "short", "50 random"), ("ALLOWED_HOSTS", "*", "not *")])
def test_what_is_unsafe_is_refused(name: str, value: str, sentence: str) -> None:
    done = deploy_check(**{name: value})
    assert done.returncode != 0
    assert sentence in done.stderr
