"""Choice of the current version of each imported evaluation."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Case, F, Value, When

from quality.models import ImportedEvaluation
from quality.models.evaluations import context_among

if TYPE_CHECKING:
    from intake.models import Import


def join_contexts(source: str, external_ids: Collection[str], *, including: "Import | None" = None) -> None:
    """Store the context of the rows with these ids. `including` is being published."""
    rows = ImportedEvaluation.objects.filter(source=source, external_id__in=external_ids)
    known = rows.annotate(context=context_among(including=including))
    changed: dict[str, list[int]] = {}
    for pk, context in known.exclude(context=F("context_id")).values_list("pk", "context"):
        changed.setdefault(context, []).append(pk)
    for context, pks in changed.items():
        is_joined = Case(When(external_id=context, then=Value(value=False)), default=Value(value=True))
        ImportedEvaluation.objects.filter(pk__in=pks).update(context_id=context, is_joined=is_joined, is_current=False)


def settle(source: str, contexts: Collection[str], *, current: Collection[int]) -> None:
    """Mark these versions of the evaluations as the current ones."""
    versions = ImportedEvaluation.objects.filter(source=source, context_id__in=contexts)
    # Unset first: a constraint allows one current version per evaluation.
    versions.filter(is_current=True).exclude(pk__in=current).update(is_current=False)
    versions.filter(is_current=False, pk__in=current).update(is_current=True)
