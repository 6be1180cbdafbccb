"""The embedded PostgreSQL and Valkey: shared, stopped by the last process, found again after a kill."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from config.settings.environment import Environment
from devservers import EmbeddedServersError, attach, detach, provide, remove, server
from devservers.attachment import Servers
from devservers.folders import PROJECT_DIR, Places, places_of
from devservers.processes import ProcessMark, end, is_alive, mark_of

SCRIPT = Path(__file__).with_name("attached_process.py")
ORDINARY_UID = 65534
AS_ROOT = os.geteuid() == 0


class Attached:
    """Process attached to the servers of a data folder."""

    def __init__(self, data: Path, *more: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(data), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(PROJECT_DIR), "ECS_EMBEDDED_DURABLE": "0"},
        )

    @property
    def servers(self) -> Servers:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read() if self.process.stderr else ""
        return Servers(**json.loads(line))

    def leave(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("exit\n")
        self.process.stdin.flush()
        self.process.wait(60)
        assert self.process.returncode == 0

    def end(self, number: signal.Signals) -> None:
        self.process.send_signal(number)
        self.process.wait(60)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe is not None
            pipe.close()


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Data folder with a cluster that the tests copy, because initdb is slow."""
    folder = tmp_path_factory.mktemp("seed") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ECS_EMBEDDED_DURABLE", "0")
        attach(folder)
        detach(folder)
    yield folder
    remove(folder)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Empty data folder."""
    monkeypatch.setenv("ECS_EMBEDDED_DURABLE", "0")
    folder = tmp_path / "data"
    yield folder
    detach(folder)
    # Attached processes have ended, so this stops their servers.
    assert remove(folder), "a process of the test still uses the servers"


@pytest.fixture
def data(empty: Path, seed: Path) -> Path:
    """Data folder with a cluster."""
    copy = ["cp", "-a", str(places_of(seed).home / "postgres"), str(places_of(empty).home)]
    subprocess.run(copy, check=True)
    subprocess.run(["cp", "-a", str(seed / "postgres-password"), str(empty)], check=True)  # noqa: S607 - the same
    return empty


@pytest.fixture
def attached(empty: Path) -> Iterator[Callable[[], Attached]]:
    """Function that starts attached processes, which end after the test."""
    started: list[Attached] = []

    def start() -> Attached:
        started.append(Attached(empty))
        return started[-1]

    yield start
    for one in started:
        one.end(signal.SIGKILL)


def noted(data: Path, name: str) -> ProcessMark:
    note = json.loads((data / f"{name}.process.json").read_text())
    return ProcessMark(note["pid"], note["started_at"], tuple(note["command"]))


def marks(data: Path) -> list[ProcessMark]:
    return [noted(data, "postgres"), noted(data, "valkey")]


def ask(servers: Servers, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def ping(servers: Servers) -> bool:
    with redis.Redis.from_url(servers.redis_url) as client:
        return bool(client.ping())


def test_the_servers_are_as_the_project_needs_them(data: Path) -> None:
    servers = attach(data)
    settings = "server_encoding", "data_checksums", "TimeZone", "listen_addresses", "password_encryption"
    shown = {name: ask(servers, f"SHOW {name}")[0][0] for name in settings}
    assert shown == dict(zip(settings, ("UTF8", "on", "UTC", "", "scram-sha-256"), strict=True))
    ask(servers, "CREATE EXTENSION btree_gist")
    ask(servers, "CREATE EXTENSION pg_trgm")
    ask(servers, "CREATE DATABASE another")
    assert ping(servers)
    assert attach(data) is servers


def test_the_addresses_are_readable_for_django(data: Path) -> None:
    servers = attach(data)
    config = Environment({"DATABASE_URL": servers.database_url}).database()
    assert Path(config["HOST"]) == places_of(data).sockets
    assert (config["USER"], config["NAME"]) == ("ecs", "ecs")


def test_a_wrong_password_is_refused(data: Path) -> None:
    servers = attach(data)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(servers.database_url.replace("ecs:", "ecs:x"))
    with pytest.raises(redis.AuthenticationError):
        ping(Servers("", servers.redis_url.replace("//:", "//:x")))


def test_concurrent_processes_share_the_servers_and_the_last_stops_them(data: Path, attached: Callable[[], Attached]) -> None:
    processes = [attached() for _ in range(3)]
    addresses = {one.servers for one in processes}
    assert len(addresses) == 1
    first, second, last = processes
    first.leave()
    second.leave()
    running = marks(data)
    assert all(is_alive(mark) for mark in running)
    assert ping(*addresses)
    last.leave()
    assert not any(is_alive(mark) for mark in running)


def test_sigterm_detaches_cleanly(data: Path, attached: Callable[[], Attached]) -> None:
    owner = attached()
    assert owner.servers
    running = marks(data)
    owner.end(signal.SIGTERM)
    assert not any(is_alive(mark) for mark in running)


def test_a_forked_child_neither_keeps_nor_stops_the_servers(data: Path, attached: Callable[[], Attached]) -> None:
    owner = attached()
    servers = owner.servers
    assert owner.process.stdin is not None
    assert owner.process.stdout is not None
    owner.process.stdin.write("fork\n")
    owner.process.stdin.flush()
    assert owner.process.stdout.readline() == "forked\n"
    assert ping(servers)
    running = marks(data)
    owner.leave()
    assert not any(is_alive(mark) for mark in running)


def test_the_orphans_of_a_killed_owner_are_adopted(data: Path, attached: Callable[[], Attached]) -> None:
    owner = attached()
    before = owner.servers
    ask(before, "CREATE TABLE kept AS SELECT 42 AS answer")
    running = marks(data)
    owner.end(signal.SIGKILL)
    assert all(is_alive(mark) for mark in running)
    heir = attached()
    assert heir.servers == before
    assert marks(data) == running
    heir.leave()
    assert not any(is_alive(mark) for mark in running)
    assert ask(attach(data), "SELECT answer FROM kept") == [(42,)]


def test_orphans_are_found_without_their_marks(data: Path, attached: Callable[[], Attached]) -> None:
    owner = attached()
    before = owner.servers
    running = marks(data)
    owner.end(signal.SIGKILL)
    for note in data.glob("*.process.json"):
        note.unlink()
    assert attach(data) == before
    assert marks(data) == running


def test_killed_servers_come_back_with_the_data_at_the_same_addresses(data: Path, attached: Callable[[], Attached]) -> None:
    before = attached().servers
    ask(before, "CREATE TABLE kept AS SELECT 42 AS answer")
    for mark in marks(data):
        end(mark, ((signal.SIGKILL, 10.0),))
    assert attach(data) == before
    assert ask(before, "SELECT answer FROM kept") == [(42,)]
    assert ping(before)


def test_silent_server_is_replaced(data: Path, attached: Callable[[], Attached], monkeypatch: pytest.MonkeyPatch) -> None:
    before = attached().servers
    monkeypatch.setattr(server, "SILENCE_SECONDS", 0.5)
    frozen = noted(data, "valkey")
    psutil.Process(frozen.pid).suspend()
    assert attach(data) == before
    assert not is_alive(frozen)
    assert ping(before)


def test_unrelated_process_with_the_pid_is_left_alone(data: Path) -> None:
    places = places_of(data)
    attach(data)
    detach(data)
    with _bystander(places) as bystander:
        for name in ("postgres", "valkey"):
            note = {"pid": bystander.pid, "started_at": time.time() - 86_400, "command": ["postgres", "-D", "elsewhere"]}
            (data / f"{name}.process.json").write_text(json.dumps(note))
        # As after a crash of the machine. PostgreSQL takes any running pid for a server.
        (places.home / "postgres" / "postmaster.pid").write_text(f"{bystander.pid}\n{places.home}/postgres\n")
        (places.sockets / ".s.PGSQL.5432.lock").write_text(f"{bystander.pid}\n")
        assert ping(attach(data))
        detach(data)
        assert bystander.poll() is None
        bystander.kill()


def _bystander(places: Places) -> "subprocess.Popen[bytes]":
    switch = {"user": places.account.uid, "group": places.account.gid} if places.account.switch else {}
    return subprocess.Popen(["sleep", "60"], cwd="/", **switch)  # type: ignore[call-overload,no-any-return]  # noqa: S607


def test_the_start_time_distinguishes_processes() -> None:
    mine = mark_of(os.getpid())
    assert mine is not None
    assert is_alive(mine)
    assert not is_alive(ProcessMark(mine.pid, mine.started_at - 60, mine.command))
    assert not is_alive(ProcessMark(mine.pid, mine.started_at, ("postgres",)))


def test_permissions_of_folders_stay_unchanged(empty: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    above = [tmp_path, *tmp_path.parents]
    before = [(folder.stat().st_mode, folder.stat().st_uid) for folder in above]
    attach(empty)
    assert [(folder.stat().st_mode, folder.stat().st_uid) for folder in above] == before
    assert empty.stat().st_mode & 0o077 == 0
    secrets = [*empty.glob("*-password"), places_of(empty).home / "valkey.conf"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in secrets)


def test_incomplete_cluster_is_created_again(empty: Path, attached: Callable[[], Attached]) -> None:
    places = places_of(empty)
    killed = attached()
    draft = places.home / "postgres.new"
    while not (draft / "PG_VERSION").exists():
        time.sleep(0.005)
    killed.end(signal.SIGKILL)
    assert not (places.home / "postgres").exists()
    assert ask(attach(empty), "SELECT 1") == [(1,)]
    assert not draft.exists()


def test_a_deleted_data_folder_starts_anew(data: Path, attached: Callable[[], Attached]) -> None:
    owner = attached()
    ask(owner.servers, "CREATE TABLE gone ()")
    running = marks(data)
    owner.end(signal.SIGKILL)
    shutil.rmtree(data)
    assert ask(attach(data), "SELECT to_regclass('gone')") == [(None,)]
    assert not any(is_alive(mark) for mark in running)


def test_two_data_folders_live_side_by_side(data: Path, tmp_path: Path) -> None:
    long_name = tmp_path / ("Long" * 30)
    try:
        one, other = attach(data), attach(long_name)
        assert one != other
        assert ping(one)
        assert ping(other)
        assert ask(other, "SELECT 1") == [(1,)]
    finally:
        detach(long_name)
        remove(long_name)


def test_a_taken_port_is_given_up_for_another(data: Path) -> None:
    attach(data)
    detach(data)
    port = int((data / "valkey-port").read_text())
    with socket.create_server(("127.0.0.1", port)):
        assert ping(attach(data))
    assert int((data / "valkey-port").read_text()) != port


def test_configured_servers_are_not_replaced(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECS_DATA_DIR", str(empty))
    outside = {"DATABASE_URL": "postgresql://evaluations/ecs", "REDIS_URL": "redis://evaluations/0"}
    environ = dict(outside)
    provide(environ)
    assert environ == outside
    assert not empty.exists()
    environ["REDIS_URL"] = ""
    provide(environ)
    assert environ["DATABASE_URL"] == outside["DATABASE_URL"]
    assert environ["REDIS_URL"].startswith("redis://:")


@pytest.mark.skipif(not AS_ROOT, reason="only root can change users; others run all tests as an ordinary user")
def test_as_an_ordinary_user_everything_is_in_the_data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    wheel = Path(psycopg.__file__).parent
    if not all(folder.stat().st_mode & 0o001 for folder in (wheel, *wheel.parents)):
        pytest.skip("the packages lie in a folder that an ordinary user cannot reach")
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())  # noqa: S607 - the system's own
    try:
        os.chown(folder, ORDINARY_UID, ORDINARY_UID)
        owner = Attached(folder / "data", str(ORDINARY_UID))
        assert ping(owner.servers)
        assert (folder / "data" / "postgres" / "PG_VERSION").exists()
        running = marks(folder / "data")
        assert {psutil.Process(mark.pid).uids().effective for mark in running} == {ORDINARY_UID}
        with pytest.raises(EmbeddedServersError, match="belongs to another user"):
            attach(folder / "data")
        owner.leave()
        owner.end(signal.SIGKILL)
        assert not any(is_alive(mark) for mark in running)
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)  # noqa: S607 - made above
