"""Live versions of scripts and who has read them, for training."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from core import clock
from journal.drills import marked
from scripts_library.models import Acknowledgement, ScriptVersion


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """The live version of a script."""

    script_id: int
    version_id: int
    number: int
    title: str
    starts_at: datetime


def current_versions(script_ids: Collection[int]) -> dict[int, CurrentVersion]:
    """The live versions of these scripts by script id; scripts without one are left out. One query."""
    live = ScriptVersion.objects.live(clock.now()).filter(script__in=script_ids)
    rows = live.values_list("script_id", "pk", "number", "script__title", "starts_at")
    return {
        script_id: CurrentVersion(script_id, pk, number, title, starts_at)
        for script_id, pk, number, title, starts_at in rows
        if starts_at is not None
    }


def read_times(version_ids: Collection[int], person_ids: Collection[int]) -> dict[tuple[int, int], datetime]:
    """When these people confirmed having read these versions, by version and person. One query."""
    read = Acknowledgement.objects.filter(version__in=version_ids, person__in=person_ids, what=Acknowledgement.What.READ)
    return {(version, person): at for version, person, at in read.values_list("version_id", "person_id", "acknowledged_at")}


def live_titles(journal_id: int) -> dict[int, str]:
    """Titles of the live scripts outside drills and of this journal, by script id."""
    live = ScriptVersion.objects.live(clock.now())
    shown = live.filter(script__journal__is_drill=False) | live.filter(script__journal=journal_id)
    rows = shown.order_by("script__title", "script_id").values_list("script_id", "script__title", "script__journal__is_drill")
    return {script_id: marked(title, is_drill=is_drill) for script_id, title, is_drill in rows}
