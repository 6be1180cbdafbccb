"""The rows that scripts are read from by other rooms' pages; for `core.editions`."""

from core.editions import Rows
from journal.queries import JOURNALS
from scripts_library.models import WITHDRAWAL_SHOWN_FOR, Acknowledgement, Script, ScriptVersion

TIMES = ("starts_at", "ends_at")

# Every script with its versions, and what the person with the id `person` has confirmed.
LIBRARY = (
    Rows(Script),
    Rows(ScriptVersion, moments=(*TIMES, f"ended_at + interval '{WITHDRAWAL_SHOWN_FOR.days} days'")),
    Rows(Acknowledgement, "person_id = %(person)s"),
    JOURNALS,
)


def rows_of_scripts(journal: str) -> tuple[Rows, ...]:
    """The scripts of a journal, whose id the SQL gives."""
    scripts = f"SELECT id FROM scripts_library_script WHERE journal_id = {journal}"  # noqa: S608 - SQL of our own
    return Rows(Script, f"journal_id = {journal}"), Rows(ScriptVersion, f"script_id IN ({scripts})", moments=TIMES)
