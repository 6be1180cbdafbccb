"""The order in which people are invited."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from core.request_cache import once
from crisis.cells import CellKind, StaffingCell
from crisis.public_models import Crisis
from crisis.queries.unavailable_people import unavailable
from crisis.selection_registry import SavedTeam
from people.queries.colleagues import colleagues
from selection.coverage import Contender, Coverage, Dimension, Minimum, nearest_addition, nearest_team
from selection.drawing import drawn_people
from selection.methods import INVITATION_NOTES, Method
from selection.models import Candidate, Selection
from selection.queries.candidates import coverage_facts, latest_selection
from selection.serialisation import coverage_of, facts_of


def next_people(crisis: Crisis) -> list[int]:
    """Ids of available people not invited in this round, in the order of the latest selection. With coverage rules, open spots
    go first to people who make the team meet the rules, or come closest.
    """
    selection = latest_selection(crisis)
    if selection is None:
        return []
    waiting = _waiting(crisis, selection)
    chosen = [person for person, standing in waiting.items() if standing == Candidate.Standing.IN]
    reserve = [person for person, standing in waiting.items() if standing == Candidate.Standing.RESERVE]
    return [*chosen, *_in_the_order_that_covers(crisis, selection, chosen, reserve)]


def next_person_for(crisis: Crisis, cell: StaffingCell, needed: Mapping[StaffingCell, int]) -> int | None:
    """Id of the first available person of the latest selection who counts in a cell, and with whom the team can come as close
    to the coverage rules and the people needed as with anyone else in that cell. Facts of people are those of today; no score
    is read.
    """
    selection = latest_selection(crisis)
    if selection is None:
        return None
    waiting, held = _waiting(crisis, selection), _held(crisis)
    facts = coverage_facts(colleagues([*held, *waiting]))
    contenders = [Contender(person, 0.0, facts[person]) for person in (*sorted(held), *waiting)]
    # One person may be invited although all open spots are offered.
    size = max(crisis.team_size, len(held) + 1)
    return nearest_addition(contenders, size, _with_needed(selection, needed), held, _minimum(cell, 1))


def needed_by_rules(crisis: Crisis) -> dict[StaffingCell, int]:
    """The minimums of the latest selection for shifts, channels and languages."""
    selection = latest_selection(crisis)
    minimums = coverage_of(selection.criteria).minimums if selection else ()
    return {
        StaffingCell(CellKind(minimum.dimension), minimum.value): minimum.count
        for minimum in minimums
        if minimum.dimension in CellKind.values
    }


def _waiting(crisis: Crisis, selection: Selection) -> dict[int, str]:
    """Standing of each available person who was not invited in this round, in the order of the selection."""
    rows = selection.candidates.filter(position__isnull=False).order_by("position").values_list("person_id", "standing")
    asked = set(crisis.invitations.filter(round=crisis.round).values_list("person_id", flat=True))
    away = unavailable(crisis)
    return {person: standing for person, standing in rows if person not in asked and person not in away}


def _held(crisis: Crisis) -> set[int]:
    """Ids of people on the team or with an open invitation."""
    serving = crisis.members.filter(left_at=None).values_list("person_id", flat=True)
    return {*serving, *crisis.invitations.open().values_list("person_id", flat=True)}


def _with_needed(selection: Selection, needed: Mapping[StaffingCell, int]) -> Coverage:
    """The coverage rules of the selection, with at least these people in each cell."""
    rules = coverage_of(selection.criteria)
    others = [minimum for minimum in rules.minimums if minimum.dimension not in CellKind.values]
    return replace(rules, minimums=(*others, *(_minimum(cell, count) for cell, count in needed.items())))


def _minimum(cell: StaffingCell, count: int) -> Minimum:
    return Minimum(Dimension(cell.kind), cell.value, count)


@once
def saved_team(crisis: Crisis) -> SavedTeam | None:
    """The latest selection, in the form that lower rooms know."""
    chosen = Candidate.objects.filter(selection=OuterRef("pk"), standing=Candidate.Standing.IN).order_by()
    size = Subquery(chosen.values("selection").annotate(size=Count("pk")).values("size"))
    row = crisis.selections.order_by("-number").values_list("number", "stored_at", Coalesce(size, 0), "method").first()
    if row is None:
        return None
    number, stored_at, selected, method = row
    is_ranked = method != Method.UNRANKED
    return SavedTeam(number, stored_at, selected, str(INVITATION_NOTES[Method(method)]), is_ranked=is_ranked)


def _in_the_order_that_covers(
    crisis: Crisis, selection: Selection, chosen: Sequence[int], reserve: Sequence[int]
) -> Sequence[int]:
    coverage = coverage_of(selection.criteria)
    held = {*_held(crisis), *chosen}
    if not (coverage.requirements and reserve) or len(held) >= crisis.team_size:
        return reserve
    facts = facts_of(selection.inputs) or {}
    known = held & facts.keys()
    # People with a spot who are missing in the latest selection take up a spot without any known facts.
    size = crisis.team_size - len(held - known)
    team: Collection[int] | None = None
    if selection.draw_seed:
        # After a draw, its order decides and no score: the first in turn get the open spots.
        team = drawn_people(reserve, size - len(known), coverage, facts, known)
    if team is None:
        rows = [] if selection.draw_seed else selection.result["rows"]
        rates = {row["csp"]: row["adjusted_rate_percent"] for row in rows}
        people = [*sorted(known), *reserve]
        contenders = [Contender(person, rates.get(person) or 0.0, facts[person]) for person in people]
        team = nearest_team(contenders, size, coverage, known)
    first = set(team)
    return [*(person for person in reserve if person in first), *(person for person in reserve if person not in first)]
