"""Choice of the current version of each imported evaluation."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import F

from quality.models import ImportedEvaluation

if TYPE_CHECKING:
    from intake.models import Import


def join_contexts(imported: "Import") -> dict[str, str]:
    """Move rows that name no context of their own to the one that this file names, or the other way round.

    Exports from before there were contexts name only ids. Returns the new context of each that was joined to another.
    """
    rows = ImportedEvaluation.objects.filter(file=imported)
    known = ImportedEvaluation.objects.filter(source=imported.source, external_id__in=rows.values("external_id"))
    said = dict(known.exclude(context_id=F("external_id")).order_by("pk").values_list("external_id", "context_id"))
    bare = known.filter(context_id=F("external_id"), external_id__in=said)
    joined = {each: said[each] for each in bare.values_list("external_id", flat=True).distinct()}
    for external_id, context_id in joined.items():
        bare.filter(external_id=external_id).update(context_id=context_id, is_current=False)
    return joined


def settle(source: str, contexts: Collection[str], *, including: "Import | None" = None) -> None:
    """Mark the version of each evaluation that takes precedence as the current one. `including` is being published."""
    versions = ImportedEvaluation.objects.filter(source=source, context_id__in=contexts)
    chosen = set(versions.that_count(including=including).values_list("pk", flat=True))
    # Unset first: a constraint allows one current version per evaluation.
    versions.filter(is_current=True).exclude(pk__in=chosen).update(is_current=False)
    versions.filter(is_current=False, pk__in=chosen).update(is_current=True)
