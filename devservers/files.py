"""Small private files and folders."""

import os
import secrets
from pathlib import Path

from devservers.errors import EmbeddedServersError


def private_folder(folder: Path, uid: int, gid: int) -> Path:
    """Create the folder with mode 0700 for this user. An existing one must have the same owner and mode."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if os.geteuid() != uid:
            os.chown(folder, uid, gid)
    status = folder.lstat()
    # Another user may have created a folder or link here.
    if folder.is_symlink() or not folder.is_dir() or status.st_mode & 0o077:
        raise EmbeddedServersError(f"{folder} is not a private folder (0700). Remove it.")
    if status.st_uid not in {uid, os.geteuid()}:
        raise EmbeddedServersError(f"{folder} belongs to another user (uid {status.st_uid}). Remove it.")
    if status.st_uid != uid:  # we were killed after creating it and before changing its owner
        os.chown(folder, uid, gid)
    return folder


def write_private(path: Path, text: str, owner: tuple[int, int] | None = None) -> None:
    """Write a file with mode 0600 atomically."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if owner is not None and owner[0] != os.geteuid():
        os.chown(draft, *owner)
    draft.replace(path)


def read_text(path: Path) -> str:
    """Text of the file, or empty if it doesn't exist."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def secret_in(path: Path) -> str:
    """Secret in this file, created on the first call. Safe in URLs and configuration files."""
    if not (secret := read_text(path)):
        secret = secrets.token_hex(24)
        write_private(path, secret)
    return secret


def tail_of(path: Path, lines: int = 15) -> str:
    """Last lines of a log, for an error message."""
    try:
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
