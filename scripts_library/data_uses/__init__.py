"""What this room does with data about people."""

from scripts_library.data_uses import scripts, uses

ENTRIES = (*scripts.SCRIPTS, *scripts.OMISSIONS, *uses.USES, *uses.OMISSIONS)
