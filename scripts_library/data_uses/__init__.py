"""What this room does with data about people."""

from scripts_library.data_uses.imports import IMPORTS
from scripts_library.data_uses.scripts import OMISSIONS, SCRIPTS

ENTRIES = (*SCRIPTS, *IMPORTS, *OMISSIONS)
