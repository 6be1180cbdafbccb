"""Candidates as pages show them: groups of lines, from clearly selected to not available."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crisis.frame import Crisis
from crisis.queries.exclusions import SENTENCES, Exclusion
from feedback import presentation
from feedback.charts import MonthChart
from feedback.sustained import RankedCsp
from feedback.templatetags.csat import csat
from people.queries import Colleague, names
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
    """All people with the same standing. `why` has the reasons of those who are not available, `notes` the effects of coverage.

    `is_choice` is true where scores are too close to call and the lead chooses.
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


def standings(candidates: Candidates) -> list[StandingGroup]:
    """All candidates of a ranking that is not saved yet, by standing."""
    choice = candidates.choice
    band_note = _("Pick %(places)d of these %(count)d.")
    return [
        StandingGroup("clear", _("Selected"), _("By score alone."), choice.clear),
        StandingGroup(
            "coverage",
            _("Selected for coverage"),
            _("The coverage rules need them."),
            choice.for_coverage,
            notes={row.csp: place_sentence(choice, row.csp) for row in choice.for_coverage},
        ),
        StandingGroup(
            "band",
            _("Too close to call"),
            band_note % {"places": choice.places, "count": len(choice.band)}
            if choice.needs_decision
            else _("There is a spot for each of them."),
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
            "out",
            _("Not eligible"),
            _("The reason is next to each name. Open the card to see what would change it."),
            choice.out,
        ),
        StandingGroup(
            "away",
            _("Not available now"),
            _("Not ranked while they are away."),
            [row for row, _reason in candidates.excluded],
            {row.csp: str(SENTENCES[reason]) for row, reason in candidates.excluded},
        ),
    ]


def stored_standings(rows: Iterable[Candidate], replayed: Replay, followers: Mapping[int, str]) -> list[StandingGroup]:
    """All candidates of a saved selection, by standing, with the figures of its inputs. `followers` has, by person, the name of
    the next person to invite if they decline, where the reader may know it.
    """
    kept = list(rows)
    figures = {row.csp: row for row in (*replayed.everybody.rows, *replayed.ranking.rows)}
    titles = {
        Candidate.Standing.IN: (_("Selected"), _("Invited first, in this order.")),
        Candidate.Standing.RESERVE: (_("Reserve list"), reserve_note(replayed.choice.coverage)),
        Candidate.Standing.OUT: (_("Not selected"), _("Not eligible, or not available on that day.")),
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
    """The part of these standings that a reader of `readable` sees, with leader input. Lines are built for shown rows only."""
    counts = counts_by_person(leader_input)
    parts = [_part(standing, readable, known, showing) for standing in found]
    drawn = [row for part in parts for _at, row in part.first]
    cannot_answer = {row.csp for row in drawn if not known[row.csp].has_sign_in}
    name_of = {row.csp: known[row.csp].name for row in drawn}
    lines = {line.row.csp: line for line in presentation.lines(drawn, names=name_of, card_url=card_url)}
    return Listing([_group(part, lines, counts, cannot_answer, showing) for part in parts if part.count])


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """A candidate in a team that the reader leads: their standing, and the reader's own input."""

    shown: Shown
    standing: str
    mine: ShownLeaderInput | None


def own_people(listed: Listing, leader_input: LeaderInputs, leader_id: int) -> list[OwnPerson]:
    """The people of this list in its order, each with this leader's current input."""
    mine = {one.person_id: one for said in leader_input.values() for one in said if one.leader_id == leader_id}
    return [OwnPerson(shown, group.title, mine.get(shown.person_id)) for group in listed.groups for shown in group.candidates]


def before_giving_input(name: str, mine: LeaderInput | None) -> list[str]:
    """Notes above the form for leader input: who can read it and what it does."""
    readers = _("%(name)s and everyone who can open their card will see your input and your name.") % {"name": name}
    known = [readers, _("Your input doesn't change any rank or spot automatically.")]
    if mine is None:
        return known
    at = date_format(localtime(mine.given_at), "SHORT_DATETIME_FORMAT")
    return [*known, _("You answered on %(at)s. A new answer replaces it.") % {"at": at}]


def card(crisis: Crisis, candidates: Candidates, person_id: int) -> tuple[presentation.Card, str] | None:
    """A candidate's card, and the reason if they are not available; None for a person without figures."""
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
    """The card with the effect of coverage on the result, if there is one."""
    note = place_sentence(choice, shown.row.csp)
    if not note:
        alone = _("%(change)s (By score alone, without coverage rules.)")
        changes = tuple(alone % {"change": change} for change in shown.changes) if choice.moves_places else shown.changes
        return replace(shown, changes=changes)
    has_place = shown.row.csp in {row.csp for row in choice.for_coverage}
    if has_place:
        changes = (_("Without the coverage rules you would have no spot."), *shown.changes)
    else:
        changes = (_("Without the coverage rules you would have a spot."),)
    return replace(shown, has_place=has_place, note=note, changes=changes)


def _stored_note(row: Candidate, replayed: Replay, followers: Mapping[int, str]) -> str:
    note = place_sentence(replayed.choice, row.person_id) if BY_COVERAGE in row.reasons else ""
    if row.person_id not in followers:
        return note
    follower = _("If they decline, %(name)s is invited.") % {"name": followers[row.person_id]}
    return f"{note} {follower}".strip()


def _exclusion(row: Candidate) -> str:
    known = [SENTENCES[Exclusion(code)] for code in row.reasons if code in set(Exclusion)]
    return str(known[0]) if known else ""


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
