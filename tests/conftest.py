"""Fixtures shared by every test. Servers come from `devservers.pytest_plugin`, before settings load."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.creation import DatabaseCreation
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from devservers.leash import death_signal
from people.models import User
from tests.database import copy_from_template, drop_whoever_is_connected
from tests.emptying import empty_what_was_filled
from tests.factories import people
from tests.mail_server import MailServer, mail_server
from tests.shared_folders import made_once

# A slow machine is not a wrong answer.
hypothesis.settings.register_profile("suite", deadline=None)
# `make soak` asks for this one.
hypothesis.settings.register_profile("soak", deadline=None, max_examples=1500)
hypothesis.settings.load_profile("suite")


# It takes as long as hundreds of others: begun last, it would keep everybody waiting at the end.
LONGEST = "tests/browser/test_the_whole_story.py::test_the_whole_story"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After pytest-django has put tests that commit behind the others: the longest first."""
    items.sort(key=lambda item: item.nodeid != LONGEST)


def pytest_collection_finish() -> None:
    """Keep what was loaded out of garbage collections: modules and tests stay until the end, and looking through them again
    and again takes longer than most tests.
    """
    gc.collect()
    gc.freeze()


DatabaseCreation._destroy_test_db = drop_whoever_is_connected  # type: ignore[attr-defined] # the stubs leave it out

TransactionTestCase._fixture_teardown = empty_what_was_filled  # type: ignore[attr-defined] # the stubs leave it out


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> None:
    """pytest-django's own hook between naming the database of this worker and making it."""
    with django_db_blocker.unblock():
        copy_from_template()


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database for a fixture of a module: its rows are there for all tests of the module and are rolled back after the
    last one. A test that asks for `db` rolls back its own changes, so none sees those of another. In such a module each test
    that uses the database must ask for `db`, because nothing else stops it, and none may ask for `transactional_db`.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def personas(db: None) -> people.Personas:
    """A supervisor, an agent, a reviewer and the others; see `tests.factories.people.Personas`."""
    return people.personas()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A client that is signed in as the user."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture(scope="session")
def pseudo_catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both pseudo-languages."""
    from translations.pseudo import write_pseudo_languages

    # Every message is extracted from the code and the templates, which takes seconds.
    return made_once(tmp_path_factory, "locale", write_pseudo_languages)


@pytest.fixture
def pseudo_language(pseudo_catalogues: Path, settings: Settings) -> Callable[[str], None]:
    """Let every page of the test be in a pseudo-language, by its code."""

    def speak(code: str) -> None:
        settings.LANGUAGES = [(code, "Pseudo-language")]
        settings.LANGUAGE_CODE = code
        settings.LOCALE_PATHS = [pseudo_catalogues]

    return speak


def environment_of_processes() -> dict[str, str]:
    """The environment in which another process works on this test's database and broker."""
    values = connection.settings_dict
    host = str(values["HOST"]).replace("/", "%2F")
    address = f"{host}:{values['PORT']}" if values["PORT"] else host
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://{values['USER']}:{values['PASSWORD']}@{address}/{values['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "ECS_REDIS_DATABASE": "as-is",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "ECS_BROKER_PATIENCE": "10",
    }


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A real mail server for processes that start after it: ask for it before `worker`."""
    with mail_server() as server:
        monkeypatch.setenv("EMAIL_URL", f"smtp://localhost:{server.port}")
        yield server


@pytest.fixture
def worker(transactional_db: None) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker, as a process of its own, on this test's database and broker."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "config",
        "worker",
        "-P",
        "solo",
        "-Q",
        "tick,imports,documents,delivery,chat",
    ]
    # A worker that outlives an interrupted run would take the work of later runs.
    process = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle"],
        env=environment_of_processes(),
        preexec_fn=death_signal(),  # noqa: PLW1509 - no threads here
    )
    yield process
    process.terminate()
    process.wait(20)
