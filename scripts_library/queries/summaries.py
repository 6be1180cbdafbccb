"""Scripts and versions for lists and for other rooms."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from core import clock
from core.request_cache import once
from journal.drills import marked
from journal.queries import lines_about
from people.identity import User
from people.queries.persons import names
from scripts_library import permissions
from scripts_library.models import Acknowledgement, ApprovalCheck, Script, ScriptVersion
from scripts_library.queries.marks import ReadingMark, mark_for
from scripts_library.queries.variants import less_fitting
from scripts_library.verbs import Verb

# The six checks, for callers of `actions.approve`.
APPROVAL_CHECKS: tuple[str, ...] = tuple(ApprovalCheck.Question.values)


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """A version for reports and other rooms. `ended_at` is the actual end, `ends_at` the planned one, and `until` the one of
    them that is known.
    """

    id: int
    number: int
    state: str
    state_name: str
    author_name: str
    approver_name: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    acknowledged_count: int

    @property
    def until(self) -> datetime | None:
        return self.ended_at or self.ends_at


@dataclass(frozen=True, slots=True)
class ScriptSummary:
    """A script with all its versions, newest first."""

    id: int
    title: str
    owner_name: str
    versions: tuple[VersionSummary, ...]


@dataclass(frozen=True, slots=True)
class LiveScript:
    """A live script, and its mark for the reader; `is_acknowledged` if they have read this exact version."""

    script_id: int
    version_id: int
    number: int
    title: str
    situation: str
    starts_at: datetime
    mark: ReadingMark
    is_drill: bool
    journal_id: int | None

    @property
    def is_acknowledged(self) -> bool:
        return self.mark == ReadingMark.READ


def scripts_of(journal_id: int) -> list[ScriptSummary]:
    """The scripts of a journal (for example a crisis's), in order of creation. Three queries."""
    by_script: dict[int, list[VersionSummary]] = defaultdict(list)
    for version, summary in _summaries(ScriptVersion.objects.filter(script__journal_id=journal_id)):
        by_script[version.script_id].append(summary)
    scripts = Script.objects.filter(journal_id=journal_id).select_related("owner").order_by("pk")
    return [
        ScriptSummary(script.pk, script.title, script.owner.display_name, tuple(by_script[script.pk])) for script in scripts
    ]


@dataclass(frozen=True, slots=True)
class ScriptTitle:
    """A script as a link. `is_published`: a version is live; `was_published`: a version is or was live; `is_withdrawn`: the
    last live version was withdrawn.
    """

    id: int
    title: str
    is_published: bool
    was_published: bool
    is_withdrawn: bool


@once
def titles_of(journal_id: int) -> list[ScriptTitle]:
    """The titles of a journal's scripts, in order of creation. One query."""
    published = ScriptVersion.objects.filter(script=OuterRef("pk"), state=ScriptVersion.State.PUBLISHED)
    released = ScriptVersion.objects.released().filter(script=OuterRef("pk")).order_by("-number").values("state")[:1]
    scripts = (
        Script.objects.filter(journal_id=journal_id)
        .annotate(is_published=Exists(published), last_state=Subquery(released))
        .order_by("pk")
    )
    return [
        ScriptTitle(pk, title, is_published, last_state is not None, last_state == ScriptVersion.State.WITHDRAWN)
        for pk, title, is_published, last_state in scripts.values_list("pk", "title", "is_published", "last_state")
    ]


@once
def published_for(user: User) -> list[LiveScript]:
    """Live scripts for the user, by title; empty for users who don't work with scripts.

    Of a source and its variants, readers get the one that fits best.
    """
    if not permissions.can_read(user):
        return []
    live = ScriptVersion.objects.live(clock.now()).concerning(user.person_id).annotate(mark=mark_for(user.person_id))
    shown = ("situation", "starts_at", "mark")
    audience = ("script__variant_of", "script__channel", "script__language")
    about = ("script__title", "script__journal__is_drill", "script__journal_id")
    rows = list(live.order_by("script__title", "pk").values_list("script_id", "pk", "number", *about, *shown, *audience))
    others: set[int] = set()
    if not permissions.sees_every_version(user):
        others = less_fitting(((row[0], *row[-3:]) for row in rows), user.person_id)
    return [
        LiveScript(
            script_id,
            pk,
            number,
            marked(title, is_drill=is_drill),
            situation,
            starts_at,
            ReadingMark(mark),
            is_drill,
            journal_id,
        )
        for script_id, pk, number, title, is_drill, journal_id, situation, starts_at, mark, *_audience in rows
        if script_id not in others
    ]


@dataclass(frozen=True, slots=True)
class ApprovedVersion:
    """An approved version that can be published, and the name of its approver."""

    id: int
    title: str
    number: int
    approver: str


def to_publish() -> list[ApprovedVersion]:
    """Approved versions that wait to be published, longest wait first. Only the newest per script, and none that is scheduled,
    archived or of a closed case. One query.
    """
    approved = ScriptVersion.objects.filter(
        state=ScriptVersion.State.APPROVED, publish_at=None, script__journal__closed_at=None, script__archived_at=None
    )
    started = [*ScriptVersion.RELEASED, ScriptVersion.State.APPROVED]
    newer = ScriptVersion.objects.filter(script=OuterRef("script"), number__gt=OuterRef("number"), state__in=started)
    waiting = approved.exclude(Exists(newer)).order_by("approved_at", "pk")
    rows = waiting.values_list("script__journal__is_drill", "pk", "script__title", "number", "approver__display_name")
    return [
        ApprovedVersion(pk, marked(title, is_drill=is_drill), number, approver)
        for is_drill, pk, title, number, approver in rows
    ]


def versions_of(script: Script) -> list[VersionSummary]:
    """All versions of a script, newest first."""
    return [summary for _, summary in _summaries(ScriptVersion.objects.filter(script=script))]


@dataclass(frozen=True, slots=True)
class ScriptChange:
    """A change of a script's title or owner. An erased name is empty."""

    at: datetime
    by: str
    is_title: bool
    before: str
    after: str


def changes_of(script: Script) -> list[ScriptChange]:
    """Changes of the script's title and owner, newest first."""
    recorded = [line for line in lines_about(script) if line.verb in {Verb.RENAMED, Verb.OWNER_CHANGED}]
    known = names(line.actor_id for line in recorded if line.actor_id is not None)
    return [
        ScriptChange(
            at=line.occurred_at,
            by=known.get(line.actor_id or 0, ""),
            is_title=line.verb == Verb.RENAMED,
            before=line.texts.get("before") or "",
            after=line.texts.get("title" if line.verb == Verb.RENAMED else "owner_name") or "",
        )
        for line in reversed(recorded)
    ]


def _summaries(versions: QuerySet[ScriptVersion]) -> list[tuple[ScriptVersion, VersionSummary]]:
    read = Acknowledgement.objects.filter(version__in=versions, what=Acknowledgement.What.READ)
    reads = dict(read.values_list("version").annotate(Count("pk")))
    rows = versions.defer(*ScriptVersion.TEXTS).select_related("author", "approver", "first_approver").order_by("-number")
    return [(version, _summary(version, reads.get(version.pk, 0))) for version in rows]


def _summary(version: ScriptVersion, reads: int) -> VersionSummary:
    return VersionSummary(
        id=version.pk,
        number=version.number,
        state=version.state,
        state_name=version.get_state_display(),
        author_name=version.author.display_name,
        approver_name=_approvers(version),
        starts_at=version.starts_at,
        ends_at=version.ends_at,
        ended_at=version.ended_at,
        acknowledged_count=reads,
    )


def _approvers(version: ScriptVersion) -> str | None:
    """Names of the people who approved the version, in order; None until it is approved."""
    if version.approver is None:
        return None
    return ", ".join(person.display_name for person in (version.first_approver, version.approver) if person)
