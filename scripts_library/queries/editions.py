"""The rows that scripts are read from by other rooms' pages; for `core.editions`."""

from core.editions import Rows
from journal.queries import JOURNALS
from scripts_library.models import Acknowledgement, Script, ScriptVersion

TIMES = ("starts_at", "ends_at")

# Every script with its versions, and what the person with the id `person` has confirmed.
LIBRARY = (Rows(Script), Rows(ScriptVersion, moments=TIMES), Rows(Acknowledgement, "person_id = %(person)s"), JOURNALS)

# The scripts of the journal with the id `journal`.
ROWS_OF_JOURNAL = (
    Rows(Script, "journal_id = %(journal)s"),
    Rows(
        ScriptVersion,
        "script_id IN (SELECT id FROM scripts_library_script WHERE journal_id = %(journal)s)",
        moments=TIMES,
    ),
)
