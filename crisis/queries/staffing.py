"""The staffing board: people needed, invited, on the team, ready and on the line, in total and by cell."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.request_cache import once
from crisis import permissions, selection_registry
from crisis.cells import CellKind, StaffingCell, cells_of
from crisis.models import Crisis
from crisis.queries.team import team_ids
from crisis.queries.training import ready_members
from people.identity import User
from people.queries.colleagues import colleagues
from people.queries.roles import agent_ids
from people.queries.working_hours import shift_names


@dataclass(frozen=True, slots=True)
class StaffingRow:
    """One cell of the board, or the whole team without a cell. Figures that the reader may not see, or that nobody tracks, are
    None.
    """

    name: str
    cell: StaffingCell | None
    needed: int | None
    on_team: int
    invited: int | None = None
    ready: int | None = None
    on_line: int | None = None

    @property
    def missing(self) -> int:
        """How many people the team lacks here."""
        return max(0, (self.needed or 0) - self.on_team)

    @property
    def uninvited(self) -> int:
        """How many of the missing people are not invited yet."""
        return max(0, self.missing - (self.invited or 0))

    @property
    def gap(self) -> str:
        """The missing people in words, or "" if nobody is missing."""
        if not self.missing:
            return ""
        if not self.invited:
            return ngettext("%(count)d more needed", "%(count)d more needed", self.missing) % {"count": self.missing}
        shown = {"count": self.missing, "invited": self.invited}
        return _("%(count)d more needed, %(invited)d invited") % shown

    @property
    def named_gap(self) -> str:
        return _("%(cell)s: %(gap)s") % {"cell": self.name, "gap": self.gap}


@dataclass(frozen=True, slots=True)
class Staffing:
    """The board. `groups` has the rows of each kind of cell that has any. `unready_on_line` are people who switched themselves
    on and aren't ready any more: they don't count as on the line.
    """

    total: StaffingRow
    groups: tuple[tuple[CellKind, tuple[StaffingRow, ...]], ...]
    tracks_readiness: bool
    unready_on_line: int

    @property
    def gaps(self) -> list[StaffingRow]:
        """The cells that lack people."""
        return [row for _kind, rows in self.groups for row in rows if row.missing]


def needed_by_cell(crisis: Crisis) -> dict[StaffingCell, int]:
    """The people needed in each cell: by the coverage rules or by the lead's figure, whichever is larger."""
    needed = Counter(selection_registry.needed_by_rules(crisis))
    return dict(needed | Counter(own_needs(crisis)))


def own_needs(crisis: Crisis) -> dict[StaffingCell, int]:
    """The figures that lead or deputy have set."""
    return {need.cell: need.needed for need in crisis.staffing_needs.all()}


def on_the_line(crisis: Crisis) -> frozenset[int]:
    """Person ids of the members who are on the line."""
    return frozenset(crisis.line_shifts.filter(ends_at=None).values_list("person_id", flat=True))


@once
def staffing_for(crisis: Crisis, user: User) -> Staffing:
    """The board as the user may see it. Invitations, readiness and the line are for lead and deputy until closing; for everyone
    else, only the people needed and those on the team, whose names they see anyway.
    """
    team = team_ids(crisis)
    shows_all = permissions.can_see_invitations(user, crisis)
    invited = frozenset(crisis.invitations.open().values_list("person_id", flat=True)) if shows_all else frozenset()
    ready = ready_members(crisis) if shows_all else None
    switched_on = on_the_line(crisis) & team if shows_all else None
    known = colleagues(team | invited)
    cells = {person_id: frozenset(cells_of(person)) for person_id, person in known.items()}
    parts = _Parts(
        cells=cells,
        team=team,
        invited=invited if shows_all else None,
        ready=None if ready is None else ready & team,
        # Only ready people count. The others stay switched on, and their hours go on.
        on_line=switched_on if switched_on is None or ready is None else switched_on & ready,
    )
    needed = needed_by_cell(crisis)
    found = {*needed, *(cell for person_cells in cells.values() for cell in person_cells)}
    gone = gone_cells(needed)
    groups = ((kind, _in_order(cell for cell in found if cell.kind == kind)) for kind in CellKind)

    def rows(cells: Iterable[StaffingCell]) -> tuple[StaffingRow, ...]:
        return tuple(parts.row(gone.get(cell, cell.name), cell, needed.get(cell)) for cell in cells)

    return Staffing(
        total=parts.row(_("Whole team"), None, crisis.team_size),
        groups=tuple((kind, rows(of)) for kind, of in groups if of),
        tracks_readiness=ready is not None,
        unready_on_line=len(switched_on - ready) if switched_on is not None and ready is not None else 0,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """Ids of the people whom the board counts, with the cells of each person. None for what the reader may not see."""

    cells: Mapping[int, Collection[StaffingCell]]
    team: Collection[int]
    invited: Collection[int] | None
    ready: Collection[int] | None
    on_line: Collection[int] | None

    def row(self, name: str, cell: StaffingCell | None, needed: int | None) -> StaffingRow:
        return StaffingRow(
            name=name,
            cell=cell,
            needed=needed,
            on_team=self._count(self.team, cell) or 0,
            invited=self._count(self.invited, cell),
            ready=self._count(self.ready, cell),
            on_line=self._count(self.on_line, cell),
        )

    def _count(self, people: Collection[int] | None, cell: StaffingCell | None) -> int | None:
        if people is None:
            return None
        return sum(cell is None or cell in self.cells[person_id] for person_id in people)


def gone_cells(needed: Iterable[StaffingCell]) -> dict[StaffingCell, str]:
    """Names of cells whose shift was renamed or deleted after a number was set for it."""
    present = set(shift_names())
    return {
        cell: _("%(shift)s (no longer exists)") % {"shift": cell.name}
        for cell in needed
        if cell.kind == CellKind.SHIFT and cell.value not in present
    }


def _in_order(cells: Iterable[StaffingCell]) -> list[StaffingCell]:
    """Cells of one kind: shifts by the time at which they start, others by name."""
    starts = {name: place for place, name in enumerate(shift_names())}
    return sorted(cells, key=lambda cell: (starts.get(cell.value, len(starts)), cell.name.casefold()))


def person_for(crisis: Crisis, cell: StaffingCell) -> int | None:
    """Id of the next person to invite for a cell, or None if nobody on the list can close the gap."""
    return selection_registry.next_person_for(crisis, cell, needed_by_cell(crisis))


def cells_to_set(crisis: Crisis) -> list[StaffingCell]:
    """The cells for which a number can be set: all shifts and channels, the languages that agents speak, and those that have a
    number already.
    """
    shown = {StaffingCell(CellKind.SHIFT, name) for name in shift_names()} | _cells_of_agents() | needed_by_cell(crisis).keys()
    return [cell for kind in CellKind for cell in _in_order(cell for cell in shown if cell.kind == kind)]


def spoken_languages() -> list[StaffingCell]:
    """The languages that agents speak, by name."""
    return _in_order(cell for cell in _cells_of_agents() if cell.kind == CellKind.LANGUAGE)


def _cells_of_agents() -> set[StaffingCell]:
    return {cell for person in colleagues(agent_ids()).values() for cell in cells_of(person)}
