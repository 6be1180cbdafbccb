"""Servers, worker and beat are all killed at once under `manage.py up`. Nobody does anything, and all of it goes on."""

import json
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from django.db import connection

from devservers.binaries import postgres_bin
from devservers.folders import places_of
from tests.faults.installation import KINDS, Installation, eventually, installation


def copy_tables(there: Installation) -> None:
    """The tables of this test's database: quicker than all migrations."""
    folder = postgres_bin(places_of(there.folder).account)
    values = connection.settings_dict
    server = {
        "PGHOST": values["HOST"],
        "PGPORT": str(values["PORT"]),
        "PGUSER": values["USER"],
        "PGPASSWORD": values["PASSWORD"],
    }
    dump = subprocess.run(
        [folder / "pg_dump", "--no-owner", values["NAME"]],
        env={name: value for name, value in server.items() if value},
        stdout=subprocess.PIPE,
        check=True,
    )
    load = [str(folder / "psql"), "--quiet", "--set=ON_ERROR_STOP=1", there.database_url]
    subprocess.run(load, input=dump.stdout, stdout=subprocess.DEVNULL, check=True)


@pytest.mark.django_db(transaction=True)
def test_killed_servers_workers_and_beat_come_back_and_work_goes_on(tmp_path: Path) -> None:
    with installation(tmp_path / "data") as there:
        copy_tables(there)
        there.start()
        with there.busy_with("begun before"):
            before = time.time()
            there.kill(*KINDS)
        eventually(there.is_up, but=there.said)
        there.add_work("begun after")
        eventually(lambda: there.is_done("begun before") and there.is_done("begun after"), but=there.said)
        eventually(lambda: there.has_ticked_since(before), but=there.said)
        assert there.ask("SELECT max(attempts) FROM core_work") == [(0,)]
        servers = [json.loads(note.read_text())["pid"] for note in (tmp_path / "data").glob("*.process.json")]
        assert there.stop() == 0
        assert all(psutil.pid_exists(pid) for pid in servers), "another process still uses the servers"
        said = there.said()
    for name in ("PostgreSQL", "Valkey", "The worker", "The beat"):
        assert f"{name} stopped" in said
    assert said.count("Ready: ") == 1
    assert "Traceback" not in said
