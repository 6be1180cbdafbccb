"""Evaluation files for users who import them: counts and rejections, but no scores."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.progress import WorkProgress, progress_of
from core.work import find
from intake.queries.imports import Count as Figure
from intake.queries.people import WaitingName
from people.identity import User
from people.name_matching import likely_people
from quality.evaluations.changes import changes
from quality.evaluations.sentences import reason_sentence, trouble_sentence
from quality.models import EvaluationFile, EvaluationRejection, ImportedEvaluation
from quality.queries.evaluation_contexts import contexts_in
from quality.queries.evaluations import source_name

REJECTIONS_SHOWN = 50

# In display order. For an undone file, the effects of undoing come first.
COUNTS: Mapping[str, Promise] = {
    "removed": _("evaluations removed"),
    "back": _("earlier versions restored"),
    "rows": _("evaluations read"),
    "rejected": _("not imported"),
    "added": _("new"),
    "replaced": _("updated"),
    "withdrawn": _("no longer shown, because they were withdrawn or are withheld"),
    "unchanged": _("unchanged"),
}


@dataclass(frozen=True, slots=True)
class RejectedEvaluation:
    line: int
    external_id: str
    field: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FileStatus:
    """Everything on a file's page. `version` changes whenever any of it does."""

    version: str
    counts: tuple[Figure, ...]
    progress: WorkProgress | None
    is_moving: bool
    trouble: str
    waiting: int
    rejected: tuple[RejectedEvaluation, ...]
    rejected_count: int
    can_be_undone: bool
    can_be_discarded: bool


@dataclass(frozen=True, slots=True)
class WaitingAgent:
    """An agent of a source that isn't matched yet: identity in the source, and label shown there."""

    source: str
    identity: str
    name: WaitingName


@dataclass(frozen=True, slots=True)
class EvaluationUndoForecast:
    """The effect of undoing a file: evaluations removed, and evaluations restored to another file's version."""

    removed: int
    back: int


def evaluation_files(user: User) -> QuerySet[EvaluationFile]:
    """Files that a user may see, newest first."""
    return EvaluationFile.objects.visible_to(user).select_related("uploaded_by").order_by("-pk")


def status_of(imported: EvaluationFile) -> FileStatus:
    """State of a file. The page polls only while the file is being read."""
    work = find(imported.work_key) if imported.state == EvaluationFile.State.READING else None
    progress = progress_of(work, clock.now()) if work else None
    seen = f"{progress.version}-{progress.failed}" if progress else ""
    waiting = ImportedEvaluation.objects.waiting().filter(file=imported).count()
    return FileStatus(
        version=blake2b(f"{imported.state}-{seen}-{waiting}-{imported.counts}".encode(), digest_size=8).hexdigest(),
        counts=tuple(
            Figure(name, str(label), imported.counts[name]) for name, label in COUNTS.items() if name in imported.counts
        ),
        progress=progress,
        is_moving=progress is not None and not progress.failed,
        trouble=trouble_sentence(imported.trouble, imported.about) if imported.trouble else "",
        waiting=waiting,
        rejected=tuple(rejections(imported.pk, at_most=REJECTIONS_SHOWN)),
        rejected_count=imported.counts.get("rejected", 0),
        can_be_undone=imported.state == EvaluationFile.State.TAKEN,
        can_be_discarded=progress is not None and progress.failed,
    )


def rejections(import_id: int, *, at_most: int | None = None) -> Iterator[RejectedEvaluation]:
    """Evaluations that weren't imported, in file order. Streamed, because there may be very many."""
    found = EvaluationRejection.objects.filter(file=import_id).order_by("line")
    for bad in found[:at_most].iterator(2000):
        yield RejectedEvaluation(bad.line, bad.external_id, bad.field, bad.value, reason_sentence(bad.reason))


def forecast(imported: EvaluationFile) -> EvaluationUndoForecast:
    """The effect that undoing the file would have now."""
    versions = ImportedEvaluation.objects.filter(source=imported.source, context_id__in=contexts_in(imported))
    left = versions.that_count(without=imported)
    changed = changes(versions.filter(is_current=True).digests(), left.digests())
    return EvaluationUndoForecast(removed=changed.removed, back=changed.replaced + changed.added)


def waiting_reviews() -> int:
    """Number of current evaluations that aren't matched to a person."""
    return ImportedEvaluation.objects.waiting().count()


def agents_waiting(user: User) -> list[WaitingAgent]:
    """Agents that aren't matched yet, those with the most evaluations first. The source's ids tell namesakes apart.

    Only an equal e-mail address makes a match certain, because a namesake would read evaluations of someone else. The user's
    own record is never proposed, as a colleague has to make that match.
    """
    rows = ImportedEvaluation.objects.waiting().values_list("source", "identity", "agent").annotate(reviews=Count("pk"))
    shown: dict[tuple[str, str], tuple[str, int]] = {}
    for source, identity, agent, reviews in rows.order_by("source", "identity", "agent"):
        before = shown.get((source, identity), ("", 0))[1]
        shown[source, identity] = (agent, before + reviews)
    called = Counter(agent for agent, _reviews in shown.values())
    likely = likely_people([agent for agent, _reviews in shown.values()])
    found = [
        WaitingAgent(
            source,
            identity,
            WaitingName(
                agent if called[agent] == 1 else f"{agent} · {source_name(source)} · {identity}",
                reviews,
                tuple(
                    replace(match, is_certain=match.by_email) for match in likely[agent] if match.person_id != user.person_id
                ),
            ),
        )
        for (source, identity), (agent, reviews) in shown.items()
    ]
    return sorted(found, key=lambda each: (-each.name.rows, each.name.label))
