"""What this room does with data about people."""

from scripts_library.data_uses import console, imports, scripts, uses

ENTRIES = (
    *scripts.SCRIPTS,
    *scripts.OMISSIONS,
    *console.CONSOLE,
    *console.CONSOLE_OMISSIONS,
    *imports.IMPORTS,
    *uses.USES,
    *uses.OMISSIONS,
)
