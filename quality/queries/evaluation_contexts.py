"""Versions of imported evaluations that a file affects."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q

from quality.models import ImportedEvaluation
from quality.models.evaluations import ImportedEvaluationQuerySet

if TYPE_CHECKING:
    from intake.models import Import


def contexts_in(imported: "Import") -> set[str]:
    """Contexts of the evaluations in a file, and of those that are known by the same ids or that the file retracts."""
    rows = ImportedEvaluation.objects.filter(file=imported)
    known = ImportedEvaluation.objects.filter(source=imported.source)
    named = known.filter(
        Q(external_id__in=rows.values("external_id")) | Q(external_id__in=rows.exclude(retracts="").values("retracts"))
    )
    return {*rows.values_list("context_id", flat=True), *named.values_list("context_id", flat=True)}


def ids_in(imported: "Import") -> set[str]:
    """Ids of the evaluations in a file."""
    return set(ImportedEvaluation.objects.filter(file=imported).values_list("external_id", flat=True))


def counting(source: str, contexts: Collection[str]) -> ImportedEvaluationQuerySet:
    """The current versions of these evaluations."""
    return ImportedEvaluation.objects.filter(source=source, context_id__in=contexts, is_current=True)
