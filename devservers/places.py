"""Where the embedded servers keep what, and as whom they run.

For an ordinary user everything is in the data folder. PostgreSQL refuses to run as root, so for root the servers run
as ``nobody``, who often cannot reach the data folder (it may lie under ``/root``). No folder is widened for that:
what the servers write lies in a *home* of theirs outside of every private folder, and the data folder points to it.
"""

import hashlib
import os
import pwd
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import psutil

from devservers.errors import EmbeddedServersError
from devservers.files import private_folder, read_text, write_private

PROJECT_DIR = Path(__file__).resolve().parent.parent
# Both outlive a restart of the machine; the first is not swept by age either, so it is preferred.
ROOT_HOMES = (Path("/var/lib/ecs-embedded"), Path("/var/tmp/ecs-embedded"))  # noqa: S108 - made by root, 0711
# A socket's path may have 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock" to the folder.
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True, slots=True)
class Account:
    """The user the servers run as. `switch` says that we are root and must become that user."""

    uid: int
    gid: int
    switch: bool


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one install."""

    data: Path  # locks, passwords, logs: belongs to whoever runs the project
    home: Path  # what the servers write: belongs to the account
    sockets: Path  # private to the account, with a short path
    account: Account


def default_data_dir() -> Path:
    """`.data` beside manage.py, or where ``ECS_DATA_DIR`` says."""
    return Path(os.environ.get("ECS_DATA_DIR") or PROJECT_DIR / ".data").resolve()


def places_of(data: Path) -> Places:
    """The folders for this data folder, made where they are missing."""
    _make_data_folder(data)
    account = _account()
    if account.switch:
        home = _home_for_root(data, account)
        return Places(data, home, private_folder(home / "run", account.uid, account.gid), account)
    return Places(data, data, _socket_folder(data, account), account)


def forget(data: Path) -> None:
    """Remove what the servers wrote for this data folder. The caller has stopped them."""
    if data.is_dir() and _account().switch and (home := read_text(data / "server-home")):
        shutil.rmtree(home, ignore_errors=True)
        _owner_note(Path(home)).unlink(missing_ok=True)
    shutil.rmtree(data, ignore_errors=True)


def _make_data_folder(data: Path) -> None:
    try:
        for folder in reversed([data, *data.parents]):
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise EmbeddedServersError(f"The data folder {data} can't be created: {error}") from error
    owner = data.stat().st_uid
    if owner != os.geteuid():
        raise EmbeddedServersError(
            f"The data folder {data} belongs to another user (uid {owner}). "
            "Run as that user, or set ECS_DATA_DIR to a folder of your own."
        )


def _account() -> Account:
    uid = os.geteuid()
    try:
        if uid != 0:
            pwd.getpwuid(uid)  # initdb refuses a user without an entry
            return Account(uid, os.getegid(), switch=False)
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise EmbeddedServersError(
            "PostgreSQL needs a user that exists on this system, but "
            + (f"uid {uid}" if uid else "'nobody'")
            + " has no entry in /etc/passwd. Run as another user, or set DATABASE_URL and REDIS_URL."
        ) from error
    return Account(nobody.pw_uid, nobody.pw_gid, switch=True)


def digest_of(data: Path) -> str:
    """A short name for this data folder, the same every time."""
    return hashlib.sha256(os.fsencode(data)).hexdigest()[:12]


def _socket_folder(data: Path, account: Account) -> Path:
    inside = data / "run"
    # Some readers of DATABASE_URL put the host in lower case, so only a path that is lower case already will do.
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER and str(inside) == str(inside).lower():
        return private_folder(inside, account.uid, account.gid)
    short = Path("/tmp") / f"ecs-{account.uid}-{digest_of(data)}"  # noqa: S108 - private_folder checks whose it is
    return private_folder(short, account.uid, account.gid)


def _home_for_root(data: Path, account: Account) -> Path:
    pointer = data / "server-home"
    known = read_text(pointer)
    if known and Path(known).is_dir():
        home = Path(known)
    else:
        home = _new_home(data)
        private_folder(home, account.uid, account.gid)
        write_private(pointer, str(home))
    _note_owner(home, data)
    return home


def _new_home(data: Path) -> Path:
    """A free name. What lies there from a data folder that was deleted since is removed; one still in use is left."""
    home = root_homes() / digest_of(data)
    if not home.exists():
        return home
    user = read_text(_owner_note(home))
    if user and read_text(Path(user) / "server-home") == str(home):
        return home.with_name(f"{home.name}-{secrets.token_hex(4)}")
    shutil.rmtree(home)
    return home


def _owner_note(home: Path) -> Path:
    # Beside the home and not in it, where the unprivileged user could change it.
    return home.with_name(f"{home.name}.serves")


def _note_owner(home: Path, data: Path) -> None:
    note = _owner_note(home)
    if read_text(note) != str(data):
        write_private(note, str(data))


def root_homes() -> Path:
    """The folder for the homes of root's servers: traversable, survives a restart, belongs to root."""
    problems = []
    for folder in ROOT_HOMES:
        try:
            folder.mkdir(mode=0o711, exist_ok=True)
        except OSError as error:
            problems.append(f"{folder}: {error.strerror}")
            continue
        status = folder.lstat()
        if status.st_uid != 0 or folder.is_symlink() or status.st_mode & 0o022:
            problems.append(f"{folder}: not owned by root alone")
        elif not all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents)):
            problems.append(f"{folder}: another user cannot reach it")
        elif _in_memory(folder):
            problems.append(f"{folder}: in memory, so it would not survive a restart")
        else:
            return folder
    raise EmbeddedServersError(
        "As root the embedded servers need a folder that an unprivileged user can reach. "
        f"None is usable ({'; '.join(problems)}). Run as an ordinary user, or set DATABASE_URL and REDIS_URL."
    )


def _in_memory(folder: Path) -> bool:
    mounts = [disk for disk in psutil.disk_partitions(all=True) if folder.is_relative_to(disk.mountpoint)]
    return bool(mounts) and max(mounts, key=lambda disk: len(disk.mountpoint)).fstype in {"tmpfs", "ramfs"}
