"""Files of feedback as a kind of import: tables whose columns are matched, with rows that the destination keeps."""

from collections.abc import Mapping
from typing import Any

from intake.actions.file_publication import publish_file_step
from intake.actions.file_reading import read_step
from intake.actions.people import decide_people
from intake.actions.staging import clear_staging
from intake.destination import destination
from intake.installation_limits import limits
from intake.kinds import FileOfKind, NameDecisions, NameMatching, WaitingName
from intake.models import Import, ImportKind
from intake.queries.imports import COUNTS, UNDONE_COUNTS
from intake.queries.people import names_waiting
from intake.undo_sentences import undo_effects
from intake.verbs import Verb
from people.identity import User


def _waiting(imported: Import, _user: User) -> list[WaitingName]:
    return names_waiting(imported)


def _decide(actor: User, imported: Import, decided: NameDecisions) -> None:
    decide_people(actor=actor, imported=imported, people=decided.people, new=decided.new, all_new=decided.all_new)


def _would_undo(imported: Import) -> Mapping[str, int]:
    would = destination().forecast(imported)
    return {"removed": would.removed, "removed_responses": would.responses, "kept": would.kept}


def _shown(_imported: Import) -> Mapping[str, Any]:
    return {}


# The operations of the destination are looked up when they are needed, because its room starts later.
FEEDBACK_FILES = FileOfKind(
    kind=ImportKind.FEEDBACK,
    limits=limits,
    read_step=read_step,
    publish_step=publish_file_step,
    take_back=lambda imported: destination().take_back(imported),
    clear=lambda imported: clear_staging(imported.pk),
    would_undo=_would_undo,
    undo_effects=lambda imported: undo_effects(destination().forecast(imported)),
    counts=COUNTS,
    undone_counts=UNDONE_COUNTS,
    published=Verb.IMPORT_PUBLISHED,
    undone=Verb.IMPORT_UNDONE,
    names=NameMatching(waiting=_waiting, decide=_decide),
    shown=_shown,
    is_partly_purged=lambda imported: destination().is_partly_purged(imported),
    odd=lambda imported: destination().odd(imported),
)
