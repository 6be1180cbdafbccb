"""The list of candidates as pages show it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback import presentation
from feedback.charts import MonthChart
from feedback.sustained import RankedCsp
from feedback.templatetags.csat import csat
from people.queries.colleagues import Colleague
from selection.candidate_filters import Showing
from selection.presentation.standings import StandingGroup
from selection.queries.leader_input import LeaderInputCounts, LeaderInputs, counts_by_person

CardUrl = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One candidate as ready texts, because a page shows many. `value` is the person's id as forms send it, `at` the position
    in the standing, from 0. `has_more` is true if `why` leaves out further reasons. `note` is about coverage or a missing
    account, `leader_input` counts nominations and objections.
    """

    person_id: int
    value: str
    at: str
    name: str
    card_url: str
    rank: str
    rate: str
    expected: str
    csat: str
    why: str
    has_more: bool
    chart: MonthChart
    note: str
    leader_input: LeaderInputCounts | None


@dataclass(frozen=True, slots=True)
class CandidateGroup:
    """A standing as the page shows it: `candidates` are the first of the `found` that match the filters, of `count` in all.
    `more` is the addition to the query string for further rows, empty if there are none.
    """

    key: str
    title: str
    note: str
    count: int
    found: int
    candidates: list[Shown]
    more: str
    is_choice: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The groups that are not empty."""

    groups: list[CandidateGroup]

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def shown(self) -> int:
        return sum(len(group.candidates) for group in self.groups)

    def hidden(self, chosen: Collection[int]) -> list[int]:
        """Ids of chosen people without a row on the page, whose choice goes into a hidden field."""
        seen = {shown.person_id for group in self.groups if group.is_choice for shown in group.candidates}
        return sorted(set(chosen) - seen)


def listing(
    found: Iterable[StandingGroup],
    *,
    readable: Collection[int],
    known: Mapping[int, Colleague],
    showing: Showing,
    leader_input: LeaderInputs,
    card_url: CardUrl,
) -> Listing:
    """The part of these standings that a reader of `readable` sees, with leader input. Lines are built for shown rows only."""
    counts = counts_by_person(leader_input)
    parts = [_part(standing, readable, known, showing) for standing in found]
    drawn = [row for part in parts for _at, row in part.first]
    cannot_answer = {row.csp for row in drawn if not known[row.csp].has_sign_in}
    name_of = {row.csp: known[row.csp].name for row in drawn}
    lines = {line.row.csp: line for line in presentation.lines(drawn, names=name_of, card_url=card_url)}
    return Listing([_group(part, lines, counts, cannot_answer, showing) for part in parts if part.count])


@dataclass(frozen=True, slots=True)
class _Part:
    """Counts of a standing: readable people, those that match the filters, and the first of these with their positions."""

    standing: StandingGroup
    count: int
    found: int
    first: list[tuple[int, RankedCsp]]


def _part(standing: StandingGroup, readable: Collection[int], known: Mapping[int, Colleague], showing: Showing) -> _Part:
    """The shown part of a standing. One pass without copies, because lists of thousands on every request are slow."""
    count, found, most, is_filtered = 0, 0, showing.most_of(standing.key), showing.is_filtered
    first: list[tuple[int, RankedCsp]] = []
    for at, row in enumerate(standing.rows):
        if row.csp in readable:
            count += 1
            if not is_filtered or showing.passes(known[row.csp]):
                found += 1
                if found <= most:
                    first.append((at, row))
    return _Part(standing, count, found, first)


def _group(
    part: _Part,
    lines: Mapping[int, presentation.RankingLine],
    counts: Mapping[int, LeaderInputCounts],
    cannot_answer: Collection[int],
    showing: Showing,
) -> CandidateGroup:
    standing = part.standing

    def shown(at: int, row: RankedCsp) -> Shown:
        away, note = standing.why.get(row.csp, ""), standing.notes.get(row.csp, "")
        if row.eligible and not away and row.csp in cannot_answer:
            no_account = _("No account, so can't reply.")
            note = f"{note} {no_account}".strip()
        return _shown(at, lines[row.csp], away, note, counts.get(row.csp))

    return CandidateGroup(
        key=standing.key,
        title=standing.title,
        note=standing.note,
        count=part.count,
        found=part.found,
        candidates=[shown(at, row) for at, row in part.first],
        more=showing.with_more_of(standing.key) if len(part.first) < part.found else "",
        is_choice=standing.is_choice,
    )


def _shown(at: int, line: presentation.RankingLine, away: str, note: str, leader_input: LeaderInputCounts | None) -> Shown:
    """One candidate as texts. `away` is the reason if they are not available; then they have no rank."""
    row = line.row
    return Shown(
        person_id=row.csp,
        value=str(row.csp),
        at=str(at),
        name=line.name,
        card_url=line.card_url,
        rank="–" if away or row.rank is None else str(row.rank),
        rate=csat(row.adjusted_rate_percent),
        expected=""
        if row.expected_rate_percent is None
        else _("(%(expected)s expected)") % {"expected": csat(row.expected_rate_percent)},
        csat=csat_of(row),
        why=away or (line.reasons[0] if line.reasons else _qualifies(row)),
        has_more=not away and len(line.reasons) > 1,
        chart=line.chart,
        note=note,
        leader_input=leader_input,
    )


def csat_of(row: RankedCsp) -> str:
    """CSAT with its interval and counts; empty without responses."""
    if not row.responses:
        return ""
    return _("%(csat)s (%(lower)s to %(upper)s), %(satisfied)d of %(responses)d") % {
        "csat": csat(row.csat_percent),
        "lower": csat(row.lower_bound_percent),
        "upper": csat(row.upper_bound_percent),
        "satisfied": row.satisfied,
        "responses": row.responses,
    }


def _qualifies(row: RankedCsp) -> str:
    text = ngettext(
        "%(months)d qualifying month (%(needed)d needed), no drop",
        "%(months)d qualifying months (%(needed)d needed), no drop",
        row.qualifying_months,
    )
    return text % {"months": row.qualifying_months, "needed": row.needed_months}
