"""A folder of Markdown files in a ZIP. Names in it are only shown: nothing is written to disk, so a path leads nowhere."""

import io
import zipfile
import zlib
from collections.abc import Iterable

from django.utils.text import slugify
from django.utils.translation import gettext as _

from scripts_library.script_files.contents import (
    MOST_BYTES,
    MOST_SCRIPTS,
    FileRefusedError,
    ProblemError,
    RejectedScript,
    ScriptFile,
    decoded,
)
from scripts_library.script_files.markdown_files import as_markdown, read_markdown

LONGEST_FILE = 200_000
LONGEST_NAME = 60
FOLDER = "scripts"
ENDINGS = (".md", ".markdown")
# Files that computers add to folders on their own.
HIDDEN = ("__MACOSX/",)
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)


def as_folder(scripts: Iterable[ScriptFile]) -> bytes:
    """A ZIP with a Markdown file for each script, named after its title, channel and language."""
    target, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for script in scripts:
            archive.writestr(f"{FOLDER}/{_name(script, taken)}.md", as_markdown(script))
    return target.getvalue()


def _name(script: ScriptFile, taken: set[str]) -> str:
    title = slugify(script.title, allow_unicode=True)[:LONGEST_NAME].strip("-") or "script"
    base = "-".join(part for part in (title, script.channel, script.language) if part)
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name


def read_folder(content: bytes) -> tuple[list[ScriptFile], list[RejectedScript]]:
    """The scripts in a ZIP, and the files that can't be imported. `FileRefusedError` if it is damaged or holds too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except UNREADABLE as error:
        raise FileRefusedError(_("The ZIP file is damaged. Create it again.")) from error
    scripts: list[ScriptFile] = []
    rejected: list[RejectedScript] = []
    with archive:
        members = [each for each in archive.infolist() if not each.is_dir() and not _is_hidden(each.filename)]
        if len(members) > MOST_SCRIPTS:
            raise FileRefusedError(_("The ZIP file has more than %(most)d files. Split it.") % {"most": MOST_SCRIPTS})
        left = MOST_BYTES
        for member in members:
            name = member.filename[-200:]
            try:
                data = _data(archive, member, left)
                left -= len(data)
                scripts.append(read_markdown(decoded(data), source=name))
            except ProblemError as problem:
                rejected.append(RejectedScript(name, problem.reason, problem.line))
    return scripts, rejected


def _is_hidden(name: str) -> bool:
    return name.startswith(HIDDEN) or name.rpartition("/")[2].startswith(".")


def _data(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """The unpacked file. Its stated size isn't trusted."""
    if not member.filename.lower().endswith(ENDINGS):
        raise ProblemError(_("This isn't a Markdown file. Its name must end with .md."))
    most = min(LONGEST_FILE, left)
    try:
        with archive.open(member) as file:
            data = file.read(most + 1)
    except UNREADABLE as error:
        raise ProblemError(_("The file is damaged or has a password.")) from error
    if len(data) > LONGEST_FILE:
        raise ProblemError(_("The file is larger than %(most)d kB.") % {"most": LONGEST_FILE // 1000})
    if len(data) > most:
        raise FileRefusedError(_("The unpacked files are larger than %(most)d MB.") % {"most": MOST_BYTES // 1024**2})
    return data
