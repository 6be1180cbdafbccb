"""The first screen of the library for agents: holding statements, pinned, recent and most used scripts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from people.identity import User
from scripts_library.models import MOST_PINNED, PinnedScript, ScriptVersion, Stage
from scripts_library.queries.marks import mark_for
from scripts_library.queries.uses import most_used, recently_used
from scripts_library.stages import stages_for

MOST_RECENT = 6
MOST_USED = 6
MOST_HOLDING = 6


@dataclass(frozen=True, slots=True)
class ScriptGroup:
    """Live versions under a heading. `crisis` is the title of the crisis that holding statements are for."""

    key: str
    title: str
    symbol: str
    versions: list[ScriptVersion]
    crisis: str = ""


def pinned_ids(person_id: int) -> list[int]:
    """Ids of the scripts that the person has pinned, in order."""
    return list(PinnedScript.objects.filter(person_id=person_id).values_list("script_id", flat=True)[:MOST_PINNED])


def first_screen(user: User, pinned: Iterable[int]) -> list[ScriptGroup]:
    """Groups of live scripts, without empty ones; each script is in the first group that fits. Four queries at most."""
    running, person_id = stages_for(user), user.person_id
    wanted = {
        "pinned": list(pinned),
        "recent": recently_used(person_id, MOST_RECENT + MOST_PINNED),
        "used": most_used(user, MOST_USED + MOST_RECENT + MOST_PINNED),
    }
    ids = {script_id for found in wanted.values() for script_id in found}
    # Holding statements of all drills and crises are few, so they come with the others.
    shown = Q(script__in=ids) | Q(script__stage__in=[each.stage for each in running])
    live = ScriptVersion.objects.live(clock.now()).concerning(person_id).filter(shown)
    rows = list(live.select_related("script__journal").annotate(mark=mark_for(person_id)).order_by("script__title", "pk"))
    by_script = {row.script_id: row for row in rows}
    groups = [
        ScriptGroup(
            f"holding-{each.stage}",
            str(_("Holding statements: %(stage)s") % {"stage": Stage(each.stage).label}),
            "urgent",
            [row for row in rows if row.script.stage == each.stage][:MOST_HOLDING],
            each.title,
        )
        for each in running
    ]
    taken = {row.script_id for group in groups for row in group.versions}
    for key, title, symbol, most in (
        ("pinned", _("Pinned"), "pin", MOST_PINNED),
        ("recent", _("Recently used"), "history", MOST_RECENT),
        ("used", _("Most used"), "trending-up", MOST_USED),
    ):
        free = [pk for pk in wanted[key] if pk in by_script and (pk not in taken or key == "pinned")][:most]
        taken.update(free)
        groups.append(ScriptGroup(key, str(title), symbol, [by_script[pk] for pk in free]))
    return [group for group in groups if group.versions]
