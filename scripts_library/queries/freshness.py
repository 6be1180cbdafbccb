"""Freshness of scripts: whether the live ones were reviewed in time, how much they are used, and which ones nobody uses."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q

from core import clock
from people.queries.organisation import today
from scripts_library.models import Script, ScriptUse, ScriptVersion
from scripts_library.queries.kinds import default_kind

# Share of live scripts that should be within their review day, in percent.
GOAL_PERCENT = 85
# A script that nobody used for so many days is proposed for archiving.
UNUSED_DAYS = 90

ALL, OVERDUE, UNUSED, EMERGENCY, ARCHIVED = "all", "overdue", "unused", "emergency", "archived"


@dataclass(frozen=True, slots=True)
class ScriptFreshness:
    """A script on the freshness board. `overdue_days` is 0 while its review isn't overdue."""

    script_id: int
    version_id: int | None
    title: str
    owner_name: str
    kind_name: str
    review_by_on: date | None
    overdue_days: int
    uses: int
    last_used_at: datetime | None
    is_live: bool
    is_unused: bool
    waits_for_review_afterwards: bool
    is_archived: bool

    @property
    def filters(self) -> set[str]:
        """Filters of the page that show the script."""
        if self.is_archived:
            return {ARCHIVED}
        chosen = {OVERDUE: self.overdue_days > 0, UNUSED: self.is_unused, EMERGENCY: self.waits_for_review_afterwards}
        return {ALL, *(name for name, is_shown in chosen.items() if is_shown)}


@dataclass(frozen=True, slots=True)
class FreshnessBoard:
    """All scripts outside drills with their freshness: most used and most overdue first."""

    rows: tuple[ScriptFreshness, ...]

    @property
    def live_count(self) -> int:
        return sum(row.is_live for row in self.rows)

    @property
    def fresh_count(self) -> int:
        return sum(row.is_live and not row.overdue_days for row in self.rows)

    @property
    def fresh_percent(self) -> float | None:
        """Share of live scripts that are within their review day; None without live scripts."""
        return self.fresh_count / self.live_count * 100 if self.live_count else None

    def chosen(self, which: str) -> list[ScriptFreshness]:
        """Scripts that a filter of the page shows."""
        return [row for row in self.rows if which in row.filters]


def freshness_board() -> FreshnessBoard:
    """The board of this moment. Its queries don't grow with the number of scripts."""
    now, day, kind = clock.now(), today(), default_kind().name
    live = {
        version.script_id: version
        for version in ScriptVersion.objects.live(now).filter(script__journal__is_drill=False).defer(*ScriptVersion.TEXTS)
    }
    uses = _uses(now)
    scripts = Script.objects.filter(journal__is_drill=False).select_related("owner", "kind")
    rows = [_row(script, live.get(script.pk), uses[script.pk], day=day, now=now, default=kind) for script in scripts]
    return FreshnessBoard(tuple(sorted(rows, key=lambda row: (not row.overdue_days, -row.uses, -row.overdue_days, row.title))))


def _uses(now: datetime) -> defaultdict[int, tuple[int, datetime | None]]:
    """Uses of each script within the last days, and the time of the last use ever."""
    recent = Count("pk", filter=Q(started_at__gt=now - timedelta(days=UNUSED_DAYS)))
    rows = ScriptUse.objects.values("version__script").annotate(recent=recent, last=Max("started_at")).order_by()
    found = rows.values_list("version__script", "recent", "last")
    return defaultdict(lambda: (0, None), {script: (count, last) for script, count, last in found})


def _row(
    script: Script,
    live: ScriptVersion | None,
    used: tuple[int, datetime | None],
    *,
    day: date,
    now: datetime,
    default: str,
) -> ScriptFreshness:
    uses, last_used_at = used
    due = live.review_by_on if live else None
    is_old = (last_used_at or script.created_at) <= now - timedelta(days=UNUSED_DAYS)
    was_just_published = live is not None and live.starts_at is not None and live.starts_at > now - timedelta(days=UNUSED_DAYS)
    return ScriptFreshness(
        script_id=script.pk,
        version_id=live.pk if live else None,
        title=script.title,
        owner_name=script.owner.display_name,
        kind_name=script.kind.name if script.kind else default,
        review_by_on=due,
        overdue_days=max((day - due).days, 0) if due else 0,
        uses=uses,
        last_used_at=last_used_at,
        is_live=live is not None,
        is_unused=script.archived_at is None and is_old and not was_just_published,
        waits_for_review_afterwards=live is not None and live.afterwards_due_at is not None and live.afterwards_at is None,
        is_archived=script.archived_at is not None,
    )
