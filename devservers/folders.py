"""Folders and user account of the embedded servers.

For an ordinary user everything is in the data folder. PostgreSQL refuses to run as root, so for root the servers run
as ``nobody``, who often has no access to the data folder (it may be under ``/root``). Permissions aren't changed for that.
Instead, the servers write to their own *home* outside of private folders, and the data folder points to it.
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
# Both survive a restart of the machine. The first is preferred, because old files aren't deleted there.
ROOT_HOMES = (Path("/var/lib/ecs-embedded"), Path("/var/tmp/ecs-embedded"))  # noqa: S108 - made by root, 0711
# The path of a socket can have 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock" to the folder.
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True, slots=True)
class Account:
    """User account of the servers. `switch` is True if we are root and must switch to it."""

    uid: int
    gid: int
    switch: bool


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of an installation."""

    data: Path  # locks, passwords and logs; owned by the user who runs the project
    home: Path  # data of the servers; owned by the account
    sockets: Path  # private to the account, with a short path
    account: Account


def default_data_dir() -> Path:
    """Data folder: ``ECS_DATA_DIR``, or `.data` next to manage.py."""
    return Path(os.environ.get("ECS_DATA_DIR") or PROJECT_DIR / ".data").resolve()


def places_of(data: Path) -> Places:
    """Folders for this data folder, created if missing."""
    _make_data_folder(data)
    account = _account()
    if account.switch:
        home = _home_for_root(data, account)
        return Places(data, home, private_folder(home / "run", account.uid, account.gid), account)
    return Places(data, data, _socket_folder(data, account), account)


def forget(data: Path) -> None:
    """Delete the data of the servers of this data folder. The caller has stopped them."""
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
    """Short stable name for this data folder."""
    return hashlib.sha256(os.fsencode(data)).hexdigest()[:12]


def _socket_folder(data: Path, account: Account) -> Path:
    inside = data / "run"
    # Some parsers of DATABASE_URL convert the host to lower case, so the path must be lower case.
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
    """Free name for a home. A home of a deleted data folder is removed; one in use is kept."""
    home = root_homes() / digest_of(data)
    if not home.exists():
        return home
    user = read_text(_owner_note(home))
    if user and read_text(Path(user) / "server-home") == str(home):
        return home.with_name(f"{home.name}-{secrets.token_hex(4)}")
    shutil.rmtree(home)
    return home


def _owner_note(home: Path) -> Path:
    # Next to the home, because the unprivileged user could change it inside.
    return home.with_name(f"{home.name}.serves")


def _note_owner(home: Path, data: Path) -> None:
    note = _owner_note(home)
    if read_text(note) != str(data):
        write_private(note, str(data))


def root_homes() -> Path:
    """Folder for the homes of root's servers: accessible, persistent, owned by root."""
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
