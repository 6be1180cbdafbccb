"""Acknowledgements: those a person still has to give, and those given for a version."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from core import clock
from core.version_tokens import version_token
from journal.drills import circle_of, marked
from people.queries.colleagues import colleagues
from people.queries.organisation import reporting_zone
from people.queries.persons import names
from people.queries.roles import agent_ids
from scripts_library.audiences import serves
from scripts_library.models import Acknowledgement, Script, ScriptVersion
from scripts_library.queries.blocks import with_blocks
from scripts_library.queries.variants import meant_for
from scripts_library.queries.version_tokens import NEWS

# Columns of a withdrawal that is shown.
WITHDRAWN = (
    *("pk", "number", "ended_at", "script_id", "script__title", "script__owner__display_name", "script__journal__is_drill"),
    *("has_replacement", "replacement_id", "replacement__title", "say_instead"),
)
UNREAD = (
    *("script_id", "pk", "number", "script__title", "starts_at", "script__journal__is_drill"),
    *("script__variant_of", "script__channel", "script__language"),
)


@dataclass(frozen=True, slots=True)
class OpenAcknowledgement:
    """An acknowledgement that a person still has to give: of a new version ("read") or of a withdrawal ("withdrawal").

    A withdrawal says what to say instead, and names its live replacement if there is one, or else the owner to ask.
    """

    script_id: int
    version_id: int
    number: int
    title: str
    what: str
    since: datetime
    owner: str = ""
    say_instead: str = ""
    replacement_id: int | None = None
    replacement_title: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Acknowledgements of a version with their times.

    `missing` are the agents who haven't read it, or after a withdrawal, those who have read it and haven't acknowledged the
    withdrawal.
    """

    read: list[tuple[str, datetime]]
    knows_withdrawal: list[tuple[str, datetime]]
    missing: list[str]


def unknown_withdrawals(person_id: int) -> list[OpenAcknowledgement]:
    """Withdrawals that the person hasn't acknowledged: of versions they have read, and of all versions withdrawn within the
    last day. Usually empty.
    """
    withdrawn = ScriptVersion.objects.withdrawn_unknown_to(person_id).annotate(has_replacement=has_live_replacement())
    return [
        OpenAcknowledgement(
            script_id=row.script_id,
            version_id=row.pk,
            number=row.number,
            title=marked(row.script__title, is_drill=row.script__journal__is_drill),
            what="withdrawal",
            since=row.ended_at,
            owner=row.script__owner__display_name,
            say_instead=row.say_instead,
            replacement_id=row.replacement_id if row.has_replacement else None,
            replacement_title=row.replacement__title if row.has_replacement else "",
        )
        for row in withdrawn.order_by("-ended_at").values_list(*WITHDRAWN, named=True)
    ]


def has_live_replacement() -> Exists:
    """Annotation: whether the replacement of a withdrawn version is live."""
    return Exists(ScriptVersion.objects.live(clock.now()).filter(script=OuterRef("replacement")))


def open_acknowledgements(person_id: int) -> list[OpenAcknowledgement]:
    """Acknowledgements that the person still has to give: withdrawals first, then unread live versions, newest first. Variants
    in languages and for channels that aren't the person's are left out.
    """
    unread = ScriptVersion.objects.unread_by(person_id).order_by("-starts_at")
    rows = list(unread.values_list(*UNREAD, named=True))
    variants = {(row.script__channel, row.script__language) for row in rows if row.script__variant_of}
    others = variants - meant_for(person_id, variants) if variants else set()
    return [
        *unknown_withdrawals(person_id),
        *(
            OpenAcknowledgement(
                row.script_id,
                row.pk,
                row.number,
                marked(row.script__title, is_drill=row.script__journal__is_drill),
                "read",
                row.starts_at,
            )
            for row in rows
            if row.starts_at and not (row.script__variant_of and (row.script__channel, row.script__language) in others)
        ),
    ]


def news_version(person_id: int) -> str:
    """Version token of the live scripts and the person's open acknowledgements. Cheap, because pages poll it. One query."""
    return version_token(NEWS, zone=reporting_zone(), person=person_id)


def shown_version(script: Script) -> ScriptVersion | None:
    """The version that readers see: the live one, else the last one that was live, to show that it has ended.

    A copy for display: its texts contain the building blocks.
    """
    released = ScriptVersion.objects.released().filter(script=script)
    shown = released.select_related("approver", "replacement").annotate(has_replacement=has_live_replacement())
    found = shown.order_by("-number").first()
    return with_blocks(found) if found else None


def is_live(version: ScriptVersion | None, now: datetime) -> bool:
    """Whether the version may be used at this moment."""
    if version is None or version.state != ScriptVersion.State.PUBLISHED or not version.starts_at or not version.ends_at:
        return False
    return version.starts_at <= now < version.ends_at


def acknowledged_by(version: ScriptVersion, person_id: int) -> frozenset[str]:
    """The person's acknowledgements of this exact version: "read", "withdrawal"."""
    return frozenset(version.acknowledgements.filter(person_id=person_id).values_list("what", flat=True))


def reading_of(version: ScriptVersion) -> Reading:
    """Acknowledgements of the version, newest first, and the names of those who still have to give one."""
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
    """Agents who have to read a script once it is published: of a variant those with its channel and language, of drills those
    who take part.
    """
    agents = possible_readers_of(script)
    if script.variant_of_id is None:
        return agents
    return {
        person.id
        for person in colleagues(agents).values()
        if serves(script.channel, script.language, channels=person.channels, languages=person.languages)
    }


def possible_readers_of(script: Script) -> set[int]:
    """Agents who could have to read a script, whatever their channels and languages are now."""
    agents = agent_ids()
    return agents & circle_of(script.journal_id) if script.journal.is_drill else agents
