"""Files of imported evaluations, as those who import them see them: counts and what was rejected, nobody's scores."""

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

REJECTIONS_SHOWN = 50

# In the order in which they are shown. Of an undone file first what undoing did.
COUNTS: Mapping[str, Promise] = {
    "removed": _("evaluations removed"),
    "back": _("earlier versions restored"),
    "rows": _("evaluations read"),
    "rejected": _("not imported"),
    "added": _("new"),
    "replaced": _("updated"),
    "withdrawn": _("hidden, because Genesys withholds them from the agent"),
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
    """Everything the page of a file shows. `version` changes whenever any of it does."""

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
    """Somebody whom a source names and nobody has been decided for: by what the source knows them, and how it shows them."""

    identity: str
    name: WaitingName


@dataclass(frozen=True, slots=True)
class EvaluationUndoForecast:
    """What undoing a file does: how many reviews go, and of how many another file's version counts again."""

    removed: int
    back: int


def evaluation_files(user: User) -> QuerySet[EvaluationFile]:
    """The files a user may see, newest first."""
    return EvaluationFile.objects.visible_to(user).select_related("uploaded_by").order_by("-pk")


def status_of(imported: EvaluationFile) -> FileStatus:
    """Where a file is. While it is being read the page asks again; else it stays."""
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
    """What could not be taken, in the order of the file. Streams: there may be very many."""
    found = EvaluationRejection.objects.filter(file=import_id).order_by("line")
    for bad in found[:at_most].iterator(2000):
        yield RejectedEvaluation(bad.line, bad.external_id, bad.field, bad.value, reason_sentence(bad.reason))


def forecast(imported: EvaluationFile) -> EvaluationUndoForecast:
    """What undoing would do now."""
    ids = ImportedEvaluation.objects.filter(file=imported).values("external_id")
    versions = ImportedEvaluation.objects.filter(source=imported.source, external_id__in=ids)
    left = versions.exclude(file=imported).that_count()
    changed = changes(versions.filter(is_current=True).digests(), left.digests())
    return EvaluationUndoForecast(removed=changed.removed, back=changed.replaced + changed.added)


def waiting_reviews() -> int:
    """How many reviews count for nobody yet."""
    return ImportedEvaluation.objects.waiting().count()


def agents_waiting(user: User) -> list[WaitingAgent]:
    """Every agent that waits for a decision, that of the most reviews first. Namesakes are told apart by the source's id.

    Certain is the same e-mail address only: a namesake would read what was said of somebody else. Nobody is proposed
    themselves, as others decide that.
    """
    rows = ImportedEvaluation.objects.waiting().values_list("identity", "agent").annotate(reviews=Count("pk"))
    shown: dict[str, tuple[str, int]] = {}
    for identity, agent, reviews in rows.order_by("identity", "agent"):
        before = shown.get(identity, ("", 0))[1]
        shown[identity] = (agent, before + reviews)
    called: dict[str, int] = {}
    for agent, _reviews in shown.values():
        called[agent] = called.get(agent, 0) + 1
    likely = likely_people([agent for agent, _reviews in shown.values()])
    found = [
        WaitingAgent(
            identity,
            WaitingName(
                agent if called[agent] == 1 else f"{agent} · {identity}",
                reviews,
                tuple(
                    replace(match, is_certain=match.by_email) for match in likely[agent] if match.person_id != user.person_id
                ),
            ),
        )
        for identity, (agent, reviews) in shown.items()
    ]
    return sorted(found, key=lambda each: (-each.name.rows, each.name.label))
