"""Parts of a person's own data that come from scripts."""

from scripts_library.own_data.console import CONSOLE_PARTS
from scripts_library.own_data.imports import IMPORT_PARTS
from scripts_library.own_data.scripts import SCRIPT_PARTS

__all__ = [
    "CONSOLE_PARTS",
    "IMPORT_PARTS",
    "SCRIPT_PARTS",
]
