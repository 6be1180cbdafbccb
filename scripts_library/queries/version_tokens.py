"""Rows behind the scripts on other rooms' pages; for `core.version_tokens`."""

from core.version_tokens import Rows
from journal.queries import JOURNALS
from scripts_library.models import WITHDRAWAL_SHOWN_FOR, Acknowledgement, Script, ScriptVersion

TIMES = ("starts_at", "ends_at")
# Includes the end of the period in which a withdrawal is shown to everyone.
MOMENTS = (*TIMES, "afterwards_due_at", f"ended_at + interval '{WITHDRAWAL_SHOWN_FOR.days} days'")

# All scripts and versions, and the acknowledgements of the person with the id `person`.
LIBRARY = (
    Rows(Script),
    Rows(ScriptVersion, moments=MOMENTS),
    Rows(Acknowledgement, "person_id = %(person)s"),
    JOURNALS,
)

# Without drafts, which readers don't see.
RELEASED = "state IN ('published', 'expired', 'withdrawn')"
WITH_RELEASED = f"SELECT script_id FROM scripts_library_scriptversion WHERE {RELEASED}"  # noqa: S608 - SQL of our own
NEWS = (
    Rows(Script, f"id IN ({WITH_RELEASED})"),
    Rows(ScriptVersion, RELEASED, moments=MOMENTS),
    Rows(Acknowledgement, "person_id = %(person)s"),
)


def rows_of_scripts(journal: str) -> tuple[Rows, ...]:
    """Rows behind the scripts of a journal, whose id the SQL gives."""
    scripts = f"SELECT id FROM scripts_library_script WHERE journal_id = {journal}"  # noqa: S608 - SQL of our own
    return Rows(Script, f"journal_id = {journal}"), Rows(ScriptVersion, f"script_id IN ({scripts})", moments=TIMES)


def rows_of_reading(scripts: str) -> tuple[Rows, ...]:
    """Rows behind the live versions of scripts and their readers. The SQL selects the ids of the scripts."""
    versions = f"SELECT id FROM scripts_library_scriptversion WHERE script_id IN ({scripts})"  # noqa: S608 - SQL of our own
    return (
        Rows(Script, f"id IN ({scripts})"),
        Rows(ScriptVersion, f"script_id IN ({scripts})", moments=TIMES),
        Rows(Acknowledgement, f"version_id IN ({versions})"),
    )
