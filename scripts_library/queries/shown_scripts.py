"""The version of a script that a reader sees, also while versions change during a contact."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Subquery

from core import clock
from scripts_library.models import Script, ScriptUse, ScriptVersion
from scripts_library.queries.acknowledgements import has_live_replacement, is_live

State = ScriptVersion.State
# What the token of a reader's page needs of the newest released version.
STAMPED = ("id", "state", "starts_at", "ends_at", "script_id", "number")


@dataclass(frozen=True, slots=True)
class ShownScript:
    """A script as one reader sees it.

    `version` is the live version; or, during a contact, the one that the agent began to use; or else the last one that was
    live. `use` is the agent's open use of it. `waiting` is the newer version that the agent sees after finishing. `replaced`
    is the version of the agent's open use if it was replaced or withdrawn at once.
    """

    version: ScriptVersion | None = None
    is_live: bool = False
    use: ScriptUse | None = None
    waiting: ScriptVersion | None = None
    replaced: ScriptVersion | None = None


def shown_to(person_id: int, script: Script) -> ShownScript:
    """What the reader sees of the script now. Two or three queries."""
    newest = _released(script).select_related("approver", "replacement").first()
    if newest is None:
        return ShownScript()
    now = clock.now()
    use = _open_use(person_id, script, now).select_related("version").first()
    live = is_live(newest, now)
    if use is None or use.version_id == newest.pk:
        return ShownScript(newest, live, use)
    if not _is_kept(use.version, newest, now):
        return ShownScript(newest, live, replaced=use.version)
    return ShownScript(use.version, is_live=True, use=use, waiting=newest)


def shown_stamp(person_id: int, script: Script) -> str:
    """Version token of a reader's page of this script. One small query, and two more while a newer version waits."""
    now = clock.now()
    use = _open_use(person_id, script, now)
    newest = _released(script).annotate(use_id=Subquery(use.values("pk")[:1]), used_id=Subquery(use.values("version")[:1]))
    row = newest.values_list(*STAMPED, "has_replacement", "use_id", "used_id", named=True).first()
    if row is None:
        return "none"
    version = ScriptVersion(**{name: getattr(row, name) for name in STAMPED})
    kept = row.used_id not in {None, row.id} and _is_kept(
        ScriptVersion.objects.only(*STAMPED).get(pk=row.used_id), version, now
    )
    facts = (row.id, row.state, is_live(version, now), row.has_replacement, script.owner_id, row.use_id, kept)
    return "-".join(map(str, facts))


def _released(script: Script) -> QuerySet[ScriptVersion]:
    released = ScriptVersion.objects.released().filter(script=script)
    return released.annotate(has_replacement=has_live_replacement()).order_by("-number")


def _open_use(person_id: int, script: Script, now: datetime) -> QuerySet[ScriptUse]:
    return ScriptUse.objects.open(now).filter(person=person_id, script=script)


def _is_kept(used: ScriptVersion, newest: ScriptVersion, now: datetime) -> bool:
    """Whether an agent who is using a version may finish with it although a newer one was published.

    Not if it was withdrawn, or its own end has come; nor if any newer version takes effect at once or isn't live any more.
    """
    if used.state != State.EXPIRED or used.ends_at is None or used.ends_at <= now or not is_live(newest, now):
        return False
    newer = ScriptVersion.objects.released().filter(script=used.script_id, number__gt=used.number)
    return not newer.exclude(takes_effect=ScriptVersion.TakesEffect.AFTER_CONTACT).exists()
