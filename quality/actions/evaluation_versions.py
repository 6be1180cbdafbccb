"""Choice of the current version of each imported evaluation."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import F, Q

from quality.models import ImportedEvaluation
from quality.models.evaluations import COUNTING

if TYPE_CHECKING:
    from intake.models import Import


def join_contexts(source: str, external_ids: Collection[str], *, including: "Import | None" = None) -> dict[str, str]:
    """Move rows that name no context of their own to the one that published files name. `including` is being published.

    Exports from before there were contexts name only ids. A row whose context no published file names any more gets its own
    again. Returns the contexts by id.
    """
    known = ImportedEvaluation.objects.filter(source=source, external_id__in=external_ids)
    named = known.exclude(context_id=F("external_id")).filter(Q(file__state__in=COUNTING) | Q(file=including), is_joined=False)
    said = dict(named.order_by("pk").values_list("external_id", "context_id"))
    bare = known.filter(Q(context_id=F("external_id")) | Q(is_joined=True))
    bare.exclude(external_id__in=said).exclude(is_joined=False).update(
        context_id=F("external_id"), is_joined=False, is_current=False
    )
    for external_id, context_id in said.items():
        rows = bare.filter(external_id=external_id).exclude(context_id=context_id)
        rows.update(context_id=context_id, is_joined=True, is_current=False)
    return said


def settle(source: str, contexts: Collection[str], *, including: "Import | None" = None) -> None:
    """Mark the version of each evaluation that takes precedence as the current one. `including` is being published."""
    versions = ImportedEvaluation.objects.filter(source=source, context_id__in=contexts)
    chosen = set(versions.that_count(including=including).values_list("pk", flat=True))
    # Unset first: a constraint allows one current version per evaluation.
    versions.filter(is_current=True).exclude(pk__in=chosen).update(is_current=False)
    versions.filter(is_current=False, pk__in=chosen).update(is_current=True)
