"""What one person is shown and asked to acknowledge, and who has acknowledged."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from core import clock
from journal.drills import circle_of, marked
from people.queries import agent_ids, names
from scripts_library.models import Acknowledgement, Script, ScriptVersion


@dataclass(frozen=True, slots=True)
class OpenAcknowledgement:
    """Something a person is asked to acknowledge: a new version ("read"), or the end of one ("withdrawal")."""

    script_id: int
    version_id: int
    number: int
    title: str
    what: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """Who has acknowledged a version and when; `missing` are those who are still asked to: the agents who have not read
    it, or once it is withdrawn, those who have read it and do not know that it is.
    """

    read: list[tuple[str, datetime]]
    knows_withdrawal: list[tuple[str, datetime]]
    missing: list[str]


def unknown_withdrawals(person_id: int) -> list[OpenAcknowledgement]:
    """What was withdrawn after the person had read it, and the person does not know yet. One query, usually empty."""
    withdrawn = ScriptVersion.objects.withdrawn_unknown_to(person_id).select_related("script__journal").order_by("-ended_at")
    return [_open(version, "withdrawal", version.ended_at) for version in withdrawn.defer(*ScriptVersion.TEXTS)]


def open_acknowledgements(person_id: int) -> list[OpenAcknowledgement]:
    """What the person is asked to acknowledge: withdrawals first, then live versions not read yet, the newest first."""
    unread = ScriptVersion.objects.unread_by(person_id).select_related("script__journal").order_by("-starts_at")
    return [
        *unknown_withdrawals(person_id),
        *(_open(version, "read", version.starts_at) for version in unread.defer(*ScriptVersion.TEXTS)),
    ]


def news_version(person_id: int) -> str:
    """Changes when what is live, or what the person is asked to acknowledge, changes. Cheap: pages poll with it."""
    now = clock.now()
    released = ScriptVersion.objects.released().aggregate(
        live=Count("pk", filter=Q(state="published", starts_at__lte=now, ends_at__gt=now)),
        last=Max("starts_at"),
        ended=Max("ended_at"),
    )
    acknowledged = Acknowledgement.objects.filter(person_id=person_id).aggregate(last=Max("pk"))["last"]
    times = [f"{moment.timestamp():.6f}" if moment else "0" for moment in (released["last"], released["ended"])]
    return "-".join([str(released["live"]), *times, str(acknowledged or 0)])


def shown_version(script: Script) -> ScriptVersion | None:
    """The version that readers are shown: the live one, else the last that was live, to say that it has ended."""
    released = ScriptVersion.objects.released().filter(script=script)
    return released.select_related("approver").order_by("-number").first()


def is_live(version: ScriptVersion | None, now: datetime) -> bool:
    """Whether its words may be used at that moment."""
    if version is None or version.state != ScriptVersion.State.PUBLISHED or not version.starts_at or not version.ends_at:
        return False
    return version.starts_at <= now < version.ends_at


def shown_stamp(script: Script) -> str:
    """Changes when what a reader of this script must see changes. One narrow query."""
    row = (
        ScriptVersion.objects.released().filter(script=script).order_by("-number").values_list("pk", "state", "ends_at").first()
    )
    if row is None:
        return "none"
    pk, state, ends_at = row
    return f"{pk}-{state}-{'over' if ends_at and ends_at <= clock.now() else 'on'}-{script.owner_id}"


def acknowledged_by(version: ScriptVersion, person_id: int) -> frozenset[str]:
    """What the person has acknowledged of this very version: "read", "withdrawal"."""
    return frozenset(version.acknowledgements.filter(person_id=person_id).values_list("what", flat=True))


def reading_of(version: ScriptVersion) -> Reading:
    """Who has acknowledged the version, the latest first, and who is still asked to, by name."""
    rows = list(version.acknowledgements.order_by("-acknowledged_at").values_list("what", "person_id", "acknowledged_at"))
    read = {person_id: at for what, person_id, at in rows if what == Acknowledgement.What.READ}
    knowing = {person_id: at for what, person_id, at in rows if what == Acknowledgement.What.WITHDRAWAL}
    missing: set[int] = set()
    if version.state == ScriptVersion.State.PUBLISHED:
        missing = readers_of(version.script) - read.keys()
    elif version.state == ScriptVersion.State.WITHDRAWN:
        missing = read.keys() - knowing.keys()
    known = names(read.keys() | knowing.keys() | missing)
    return Reading(
        read=[(known[person_id], at) for person_id, at in read.items()],
        knows_withdrawal=[(known[person_id], at) for person_id, at in knowing.items()],
        missing=sorted(known[person_id] for person_id in missing),
    )


def readers_of(script: Script) -> set[int]:
    """The agents who are asked to read what is published of a script: of a drill's, those who take part."""
    agents = agent_ids()
    return agents & circle_of(script.journal_id) if script.journal.is_drill else agents


def _open(version: ScriptVersion, what: str, since: datetime | None) -> OpenAcknowledgement:
    assert since is not None  # noqa: S101 - a constraint holds it for released versions
    return OpenAcknowledgement(
        script_id=version.script_id,
        version_id=version.pk,
        number=version.number,
        title=marked(version.script.title, is_drill=version.script.journal.is_drill),
        what=what,
        since=since,
    )
