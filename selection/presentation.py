"""Candidates as pages show them: groups of lines, from the clearly chosen to those who are not available."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from crisis.frame import Crisis
from crisis.queries.exclusions import SENTENCES, Exclusion
from feedback import presentation
from feedback.charts import MonthChart
from feedback.sustained import RankedCsp
from feedback.templatetags.csat import csat
from people.queries.colleagues import Colleague
from people.queries.persons import names
from selection.candidate_filters import Showing
from selection.choice import Choice
from selection.coverage_wording import place_sentence, reserve_note
from selection.models import Candidate, LeaderInput
from selection.models.selections import BY_COVERAGE
from selection.queries.candidates import Candidates, Replay
from selection.queries.leader_input import LeaderInputCounts, LeaderInputs, ShownLeaderInput, counts_by_person

CardUrl = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class StandingGroup:
    """People with the same standing, all of them. `why` says of some why they are not available, and `notes` what coverage
    has to do with their place.

    Where `is_choice` a person decides who gets a place.
    """

    key: str
    title: str
    note: str
    rows: Sequence[RankedCsp]
    why: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    is_choice: bool = False


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


def standings(candidates: Candidates) -> list[StandingGroup]:
    """Everybody in a ranking that is not stored yet, by standing."""
    choice = candidates.choice
    band_note = _("Too close to call: pick %(places)d of these %(count)d.")
    return [
        StandingGroup("clear", _("In"), _("Their place does not depend on anybody's choice."), choice.clear),
        StandingGroup(
            "coverage",
            _("In for coverage"),
            _("Their place comes from what the team must cover."),
            choice.for_coverage,
            notes={row.csp: place_sentence(choice, row.csp) for row in choice.for_coverage},
        ),
        StandingGroup(
            "band",
            _("Too close to call"),
            band_note % {"places": choice.places, "count": len(choice.band)}
            if choice.needs_decision
            else _("They cannot be told apart from the last one in, and there is a place for each."),
            choice.band,
            is_choice=choice.needs_decision,
        ),
        StandingGroup(
            "reserve",
            _("Reserve list"),
            reserve_note(choice.coverage),
            choice.reserve,
            notes={row.csp: place_sentence(choice, row.csp) for row in choice.displaced()},
        ),
        StandingGroup(
            "out", _("Not eligible"), _("Why, stands beside each name; what would have changed it, on the card."), choice.out
        ),
        StandingGroup(
            "away",
            _("Not available now"),
            _("They keep their figures, and get no rank while they are away."),
            [row for row, _reason in candidates.excluded],
            {row.csp: str(SENTENCES[reason]) for row, reason in candidates.excluded},
        ),
    ]


def stored_standings(rows: Iterable[Candidate], replayed: Replay, followers: Mapping[int, str]) -> list[StandingGroup]:
    """Everybody in a stored selection, by standing, with the figures its inputs give. `followers` are the names of who is
    asked if somebody says no, where that is known and may be told.
    """
    kept = list(rows)
    figures = {row.csp: row for row in (*replayed.everybody.rows, *replayed.ranking.rows)}
    titles = {
        Candidate.Standing.IN: (_("In"), _("Asked first, in this order.")),
        Candidate.Standing.RESERVE: (_("Reserve list"), reserve_note(replayed.choice.coverage)),
        Candidate.Standing.OUT: (_("Out"), _("Not eligible, or not available on that day.")),
    }
    return [
        StandingGroup(
            str(standing),
            title,
            note,
            [figures[row.person_id] for row in kept if row.standing == standing],
            {row.person_id: why for row in kept if (why := _exclusion(row))},
            {row.person_id: said for row in kept if (said := _stored_note(row, replayed, followers))},
        )
        for standing, (title, note) in titles.items()
    ]


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
class OwnPerson:
    """A candidate of a team that the reader leads: how they stand by the figures, and what the reader has said of them."""

    shown: Shown
    standing: str
    mine: ShownLeaderInput | None


def own_people(listed: Listing, leader_input: LeaderInputs, leader_id: int) -> list[OwnPerson]:
    """The people of this list in their order, each with this leader's standing given."""
    mine = {one.person_id: one for said in leader_input.values() for one in said if one.leader_id == leader_id}
    return [OwnPerson(shown, group.title, mine.get(shown.person_id)) for group in listed.groups for shown in group.candidates]


def before_giving_input(name: str, mine: LeaderInput | None) -> list[str]:
    """What a leader should know before they write about a person."""
    readers = _("%(name)s can read what you write, with your name. So can everyone who may read their card.") % {"name": name}
    known = [readers, _("It doesn't change any rank or spot automatically.")]
    if mine is None:
        return known
    at = date_format(localtime(mine.given_at), "SHORT_DATETIME_FORMAT")
    return [*known, _("You answered on %(at)s. A new answer replaces it.") % {"at": at}]


def card(crisis: Crisis, candidates: Candidates, person_id: int) -> tuple[presentation.Card, str] | None:
    """A candidate's card, and why the person is not available if so; None for somebody nothing is known of."""
    leaders = [leader.display_name for leader in (crisis.lead, crisis.deputy) if leader is not None]
    excluded = {row.csp: reason for row, reason in candidates.excluded}
    ranking = candidates.everybody if person_id in excluded else candidates.ranking
    row = ranking.row_of(person_id)
    if row is None:
        return None
    shown = presentation.card(row, ranking, name=names([person_id])[person_id], leaders=leaders)
    shown = with_coverage(shown, candidates.choice)
    return shown, str(SENTENCES[excluded[person_id]]) if person_id in excluded else ""


def with_coverage(shown: presentation.Card, choice: Choice) -> presentation.Card:
    """The card with what coverage has to do with the place; as it was where it has nothing to do with it."""
    note = place_sentence(choice, shown.row.csp)
    if not note:
        alone = _("By the figures alone, without what the team must cover: %(change)s")
        changes = tuple(alone % {"change": change} for change in shown.changes) if choice.moves_places else shown.changes
        return replace(shown, changes=changes)
    has_place = shown.row.csp in {row.csp for row in choice.for_coverage}
    if has_place:
        changes = (_("What the team must cover: by the figures alone there would be no place."), *shown.changes)
    else:
        changes = (_("What the team must cover: by the figures alone there would be a place."),)
    return replace(shown, has_place=has_place, note=note, changes=changes)


def _stored_note(row: Candidate, replayed: Replay, followers: Mapping[int, str]) -> str:
    note = place_sentence(replayed.choice, row.person_id) if BY_COVERAGE in row.reasons else ""
    if row.person_id not in followers:
        return note
    return f"{note} {_('If they say no, %(name)s is asked.') % {'name': followers[row.person_id]}}".strip()


def _exclusion(row: Candidate) -> str:
    known = [SENTENCES[Exclusion(code)] for code in row.reasons if code in set(Exclusion)]
    return str(known[0]) if known else ""


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
