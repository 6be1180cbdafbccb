"""Passwords of the servers may contain what means something to a shell, to Compose, or to an address."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from kombu import Connection
from psycopg import sql

from config.settings.environment import Environment
from devservers.binaries import valkey_server
from devservers.folders import Account
from tests.deployment.production import NASTY, SENDER, command_of, environment_of, free_port, health_check_of

SECRETS = {
    "SECRET_KEY": NASTY * 2,
    "ALLOWED_HOSTS": "crisis.example.org",
    "DEFAULT_FROM_EMAIL": SENDER,
    "POSTGRES_PASSWORD": NASTY,
    "VALKEY_PASSWORD": NASTY,
}
# valkey-cli is in no package of this project: this one reads its password from where the real one does.
CLIENT = """#!{python}
import os, redis
assert redis.Redis(port={port}, password=os.environ["REDISCLI_AUTH"]).ping()
print("PONG")
"""


def test_secrets_reach_the_processes_as_they_are() -> None:
    environment = Environment(environment_of("web", SECRETS))
    environment.insist(production=True)
    assert environment.text("SECRET_KEY") == NASTY * 2
    assert environment.database()["PASSWORD"] == NASTY


@pytest.mark.django_db(transaction=True)
def test_postgresql_takes_such_a_password() -> None:
    values = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE ROLE nasty LOGIN PASSWORD {}").format(sql.Literal(NASTY)))
    try:
        place = str(values["HOST"]).replace("/", "%2F") + (f":{values['PORT']}" if values["PORT"] else "")
        found = Environment(
            {"DATABASE_URL": f"postgresql://nasty@{place}/{values['NAME']}", "DATABASE_PASSWORD": NASTY}
        ).database()
        other = DatabaseWrapper({**values, **found})
        with other.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("nasty",)
        other.close()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(
                host=values["HOST"], port=values["PORT"] or None, dbname=values["NAME"], user="nasty", password=NASTY[1:]
            )
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP ROLE nasty")


@pytest.fixture
def programs(tmp_path: Path) -> tuple[Path, int]:
    """A folder with the programs of the Valkey image, which serve and ask on a free port."""
    port = free_port()
    server = valkey_server(Account(os.geteuid(), os.getegid(), switch=False))
    texts = {
        "valkey-server": f'#!/bin/sh\nexec "{server}" "$@" --port {port} --bind 127.0.0.1 --dir "{tmp_path}"\n',
        "valkey-cli": CLIENT.format(python=sys.executable, port=port),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o700)
    return tmp_path, port


def test_valkey_takes_such_a_password_through_its_command_and_health_check(programs: tuple[Path, int]) -> None:
    folder, port = programs
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", **environment_of("valkey", SECRETS)}
    server = subprocess.Popen(command_of("valkey"), env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while subprocess.run(health_check_of("valkey"), env=environment, check=False, capture_output=True).returncode:
            assert server.poll() is None
            assert time.monotonic() < deadline
        url = Environment({"REDIS_URL": f"redis://127.0.0.1:{port}/0", "REDIS_PASSWORD": NASTY}).redis()
        assert redis.Redis.from_url(url).ping()
        with Connection(url) as broker:
            broker.ensure_connection(max_retries=1, timeout=5)
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=port).ping()
        wrong = {**environment, "VALKEY_PASSWORD": NASTY[1:]}
        assert subprocess.run(health_check_of("valkey"), env=wrong, check=False, capture_output=True).returncode != 0
    finally:
        server.terminate()
        server.wait(20)
