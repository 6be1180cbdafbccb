"""An uploaded file with scripts, recognised by its content."""

from scripts_library.script_files.contents import RejectedScript, ScriptFile
from scripts_library.script_files.folders import read_folder
from scripts_library.script_files.sheets import read_sheet

ZIP_START = b"PK"


def read_upload(content: bytes, *, name: str) -> tuple[list[ScriptFile], list[RejectedScript]]:
    """The scripts of a ZIP or CSV file, and what can't be imported. `FileRefusedError` if the whole file can't be read."""
    if content.startswith(ZIP_START):
        return read_folder(content)
    return read_sheet(content, source=name[-200:])
