"""The list of candidates as pages show it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

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
    """One candidate, as texts: there are many of them. `value` is the person's id as forms send it, `at` the position in the
    standing, from 0, and `has_more` says that not every reason stands in `why`. `note` says what else there is to know (of
    coverage, of no sign-in), and `leader_input` how many leaders nominate them or object, if any do.
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
    """A standing as it is shown: `candidates` of the `found` who pass the filters, of `count` in all. `more` is what the
    address says in addition to see more of it, empty if all that are found are shown.
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
    """Every group that has anybody, and how many there are in all of them."""

    groups: list[CandidateGroup]

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def shown(self) -> int:
        return sum(len(group.candidates) for group in self.groups)

    def hidden(self, chosen: Collection[int]) -> list[int]:
        """Who is chosen and has no row in which that could be changed."""
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
    """What is shown of these standings to who may read `readable`, with what leaders say. Only who is shown becomes a line."""
    counts = counts_by_person(leader_input)
    parts = [_part(standing, readable, known, showing) for standing in found]
    drawn = [row for part in parts for _at, row in part.first]
    cannot_answer = {row.csp for row in drawn if not known[row.csp].has_sign_in}
    name_of = {row.csp: known[row.csp].name for row in drawn}
    lines = {line.row.csp: line for line in presentation.lines(drawn, names=name_of, card_url=card_url)}
    return Listing([_group(part, lines, counts, cannot_answer, showing) for part in parts if part.count])


@dataclass(frozen=True, slots=True)
class _Part:
    """How many of a standing may be seen, how many of these are found, and the first of them with their positions."""

    standing: StandingGroup
    count: int
    found: int
    first: list[tuple[int, RankedCsp]]


def _part(standing: StandingGroup, readable: Collection[int], known: Mapping[int, Colleague], showing: Showing) -> _Part:
    """One pass that keeps only who is shown: lists of thousands, made anew for each page, cost more than the looking."""
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
            note = f"{note} {_('Cannot sign in yet, and so cannot answer an invitation.')}".strip()
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
    """`away` says why somebody is not available; they have no rank then."""
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
    """CSAT with its interval and count; empty without responses."""
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
    return _("%(months)d qualifying months, %(needed)d needed; no dip") % {
        "months": row.qualifying_months,
        "needed": row.needed_months,
    }
