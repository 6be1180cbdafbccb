"""What this room does with data about people."""

from scripts_library.data_uses.console import CONSOLE, CONSOLE_OMISSIONS
from scripts_library.data_uses.scripts import OMISSIONS, SCRIPTS

ENTRIES = (*SCRIPTS, *CONSOLE, *OMISSIONS, *CONSOLE_OMISSIONS)
