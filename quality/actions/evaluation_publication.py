"""Publishing and undoing a file of evaluations: all of it becomes current at once, or none of it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core import faults
from core.locks import take_for_step
from core.work import Progress
from intake.actions.publication_transaction import mark_published
from people.actions.source_names import identities_for_step
from quality.actions.evaluation_people import match_as_decided
from quality.actions.evaluation_versions import join_contexts, settle
from quality.models import ImportedEvaluation
from quality.queries.evaluation_contexts import contexts_in, ids_in, outcome_with, outcome_without

if TYPE_CHECKING:
    from core.models import Work
    from intake.models import Import

EVALUATION_FILES = "quality.evaluation_files"


def publish_step(imported: "Import", work: "Work") -> Progress:
    """Make the evaluations of a file current."""
    # Matches and merges of persons come before this step, or see what it publishes.
    identities_for_step()
    one_file_for_step()
    match_as_decided(imported)
    touched, outcome = contexts_in(imported), outcome_with(imported)
    join_contexts(imported.source, ids_in(imported), including=imported)
    settle(imported.source, touched, current=outcome.current)
    changed = outcome.changes
    read = imported.counts["rows"] - imported.counts["rejected"]
    faults.point("evaluations.taken")
    mark_published(
        imported,
        {
            "added": changed.added,
            "replaced": changed.replaced,
            "withdrawn": changed.removed,
            "unchanged": read - changed.added - changed.replaced,
        },
    )
    rows = imported.counts["rows"]
    return Progress(finished=True, cursor=work.cursor, done_units=rows, total_units=rows)


def take_back(imported: "Import") -> dict[str, int]:
    """Remove the evaluations of a file, so that versions in other files become current again."""
    one_file_for_step()
    touched, ids, outcome = contexts_in(imported), ids_in(imported), outcome_without(imported)
    clear(imported)
    join_contexts(imported.source, ids)
    settle(imported.source, touched, current=outcome.current)
    return {"removed": outcome.changes.removed, "back": outcome.changes.replaced + outcome.changes.added}


def clear(imported: "Import") -> None:
    """Delete the evaluations of a file."""
    ImportedEvaluation.objects.filter(file=imported).delete()


def one_file_for_step() -> None:
    """Lock changes of current versions. A step that would wait for long is postponed."""
    take_for_step(EVALUATION_FILES, _("Waiting for another evaluation file to finish. This continues automatically."))
