"""Which browser the tests use: the system's, Playwright's own, or the one packed into an npm package.

ECS_BROWSER=system, playwright or packed forces one of them.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import playwright
from playwright.sync_api import Browser, Playwright

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
PACKAGE_DIR = PROJECT_DIR / "node_modules" / "@sparticuz" / "chromium"
# Playwright brings its own Node along.
NODE = Path(playwright.__file__).parent / "driver" / "node"

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome")

# Chromium's sandbox needs rights that root in a container and ordinary users on some systems do not have. The tests
# open nothing but pages of their own, on this machine. Nobody looks at them, so nothing stands in for a graphics card.
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")

# The package's own looks for fonts where Lambda keeps them; without any font, text has no size.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


class NoBrowser(Exception):
    """There is no browser to test with. The message says how to get one."""


@dataclass(frozen=True, slots=True)
class Found:
    """A browser: where it is, and what it needs to start."""

    path: Path
    arguments: tuple[str, ...] = ARGUMENTS
    environment: dict[str, str] = field(default_factory=dict)

    def launch(self, playwright: Playwright) -> Browser:
        return playwright.chromium.launch(
            executable_path=self.path, args=list(self.arguments), env={**os.environ, **self.environment}
        )


def system(_playwright: Playwright) -> Found | None:
    path = next((path for name in SYSTEM_NAMES if (path := shutil.which(name))), None)
    return Found(Path(path)) if path else None


def playwrights_own(playwright: Playwright) -> Found | None:
    path = Path(playwright.chromium.executable_path)
    return Found(path) if path.exists() else None


def packed(_playwright: Playwright) -> Found | None:
    """The browser inside @sparticuz/chromium, unpacked once for each version into the data folder of the tests."""
    if not PACKAGE_DIR.exists():
        return None
    version = json.loads((PACKAGE_DIR / "package.json").read_text(encoding="utf-8"))["version"]
    folder = Path(os.environ["ECS_DATA_DIR"]) / "browser" / version
    if not folder.exists():
        _unpack(folder)
    environment = {"LD_LIBRARY_PATH": str(folder / "al2023" / "lib"), "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    return Found(folder / "chromium", (*ARGUMENTS, "--no-zygote"), environment)


def _unpack(folder: Path) -> None:
    """Let the package unpack itself beside the folder, then move it there: another process sees all of it or nothing."""
    half = folder.with_name(f"{folder.name}.{os.getpid()}")
    half.mkdir(parents=True)
    script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();"
    # Told that it is on Lambda, the package unpacks the libraries too that a bare machine does not have.
    environment = {**os.environ, "TMPDIR": str(half), "AWS_LAMBDA_JS_RUNTIME": "nodejs24.x"}
    command = [str(NODE), "--input-type=module", "--eval", script]
    done = subprocess.run(command, cwd=PROJECT_DIR, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise NoBrowser(f"The packed browser cannot be unpacked: {done.stderr!r}")
    (half / "fonts.conf").write_text(FONTS.format(cache=folder / "font-cache"), encoding="utf-8")
    try:
        half.rename(folder)
    except OSError:  # another process was faster
        shutil.rmtree(half)


WAYS: dict[str, Callable[[Playwright], Found | None]] = {
    "system": system,
    "playwright": playwrights_own,
    "packed": packed,
}


def find(playwright: Playwright) -> Found:
    """The first browser there is, or the one that ECS_BROWSER names. Raises `NoBrowser`."""
    forced = os.environ.get("ECS_BROWSER")
    for way in [WAYS[forced]] if forced else WAYS.values():
        if found := way(playwright):
            return found
    raise NoBrowser("Install Chromium, or run `make test`, which brings one along.")
