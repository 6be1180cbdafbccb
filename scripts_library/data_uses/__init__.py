"""What this room does with data about people."""

from scripts_library.data_uses import imports, scripts, uses

ENTRIES = (*scripts.SCRIPTS, *scripts.OMISSIONS, *imports.IMPORTS, *uses.USES, *uses.OMISSIONS)
