"""Versions of imported evaluations that a file affects, and the differences that it makes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from quality.evaluations.changes import Changes, changes
from quality.models import ImportedEvaluation
from quality.models.evaluations import context_among

if TYPE_CHECKING:
    from intake.models import Import


def contexts_in(imported: "Import") -> set[str]:
    """Contexts of the evaluations in a file with and without it, also of those that the file retracts."""
    rows = ImportedEvaluation.objects.filter(file=imported)
    known = ImportedEvaluation.objects.filter(source=imported.source)
    named = known.filter(
        Q(external_id__in=rows.values("external_id")) | Q(external_id__in=rows.exclude(retracts="").values("retracts"))
    )
    # Without a file that names a context, the id is the context.
    return {*ids_in(imported), *rows.values_list("context_id", flat=True), *named.values_list("context_id", flat=True)}


def ids_in(imported: "Import") -> set[str]:
    """Ids of the evaluations in a file."""
    return set(ImportedEvaluation.objects.filter(file=imported).values_list("external_id", flat=True))


@dataclass(frozen=True, slots=True)
class EvaluationOutcome:
    """What publishing or undoing a file does: the differences it makes, and the ids of the versions that are current then."""

    changes: Changes
    current: frozenset[int]


def outcome_with(imported: "Import") -> EvaluationOutcome:
    """The outcome of publishing a file."""
    return _outcome(imported, including=imported)


def outcome_without(imported: "Import") -> EvaluationOutcome:
    """The outcome of undoing a file."""
    return _outcome(imported, without=imported)


def _outcome(imported: "Import", *, including: "Import | None" = None, without: "Import | None" = None) -> EvaluationOutcome:
    versions = ImportedEvaluation.objects.filter(source=imported.source, context_id__in=contexts_in(imported))
    counting = versions.that_count(including=including, without=without)
    after = {context: version.digest for context, version in counting.items() if not version.is_withheld}
    context = context_among(including=including, without=without)
    left = versions.exclude(file=without).annotate(context=context).order_by("pk")
    contexts = dict(left.values_list("external_id", "context"))
    shown = versions.filter(is_current=True, is_withheld=False).values_list("external_id", "context_id", "digest")
    before = {contexts.get(external_id, context_id): digest for external_id, context_id, digest in shown}
    return EvaluationOutcome(changes(before, after), frozenset(version.pk for version in counting.values()))
