"""The list of candidates as pages show it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.tables.cells import badge
from feedback import response_rate_wording
from feedback.explanations import reason_sentence
from feedback.sustained import RankedCsp
from feedback.sustained.response_rates import ResponseRate
from feedback.templatetags.csat import chance, csat
from people.queries.colleagues import Colleague
from selection.candidate_filters import Showing
from selection.presentation.candidate_cells import cells, cells_without_figures
from selection.presentation.scales import ListScale, scale_of
from selection.presentation.standings import StandingGroup
from selection.queries.leader_input import LeaderInputCounts, LeaderInputs, counts_by_person

CardUrl = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One candidate of a list. `standing` is the title of their group, and `at` the position in it, from 0. `away` is the
    reason if they are not available, and `note` says what coverage changed. `response_rate` is None if it isn't known.
    `hides_figures` is true if the lead picks without scores.
    """

    row: RankedCsp
    person: Colleague
    at: int
    standing: str
    card_url: str
    away: str
    note: str
    leader_input: LeaderInputCounts
    response_rate: ResponseRate | None
    hides_figures: bool = False

    @property
    def person_id(self) -> int:
        return self.row.csp

    @property
    def value(self) -> str:
        """The person's id as forms send it, without the separators of a locale."""
        return str(self.row.csp)

    @property
    def position(self) -> str:
        return str(self.at)

    @property
    def rank(self) -> int | None:
        return self.figures.rank if self.figures and not self.away else None

    @property
    def figures(self) -> RankedCsp | None:
        """The row with all figures, unless they are hidden."""
        return None if self.hides_figures else self.row

    @property
    def chance_percent(self) -> float | None:
        """Chance of being among the best; None for people who don't take part, and while figures are hidden."""
        return self.figures.chance_percent if self.figures and not self.away else None

    @property
    def chance(self) -> str:
        return chance(self.chance_percent)

    @property
    def adjusted(self) -> str:
        return csat(self.row.adjusted_rate_percent)

    @property
    def csat(self) -> str:
        return csat_of(self.row)

    @property
    def expected(self) -> str:
        """CSAT that the same work would have brought on average; empty if the rule does not standardise."""
        if self.row.expected_rate_percent is None:
            return ""
        return _("%(expected)s expected for the same work") % {"expected": csat(self.row.expected_rate_percent)}

    @property
    def reasons(self) -> list[str]:
        """Why they are not eligible or not available, or that they qualify."""
        if self.away:
            return [self.away]
        if self.hides_figures:
            return []
        return [reason_sentence(reason) for reason in self.row.reasons] or [_qualifies(self.row)]

    @property
    def rated(self) -> str:
        """The response rate beside that of the same work; empty if it isn't known."""
        return response_rate_wording.figures(self.response_rate) if self.response_rate else ""

    @property
    def has_no_account(self) -> bool:
        """True for someone who would be invited and can't reply."""
        return self.row.eligible and not self.away and not self.person.has_sign_in

    @property
    def flags(self) -> list[SafeString]:
        """Badges about what the lead should know before choosing."""
        said = self.leader_input
        found = []
        if said.objections:
            text = ngettext("%(count)d objection", "%(count)d objections", said.objections) % {"count": said.objections}
            found.append(badge(text, "warning", "hand-stop"))
        if said.nominations:
            text = ngettext("%(count)d nomination", "%(count)d nominations", said.nominations) % {"count": said.nominations}
            found.append(badge(text, "info", "thumb-up"))
        if self.response_rate and self.response_rate.is_far_below:
            text = _("%(rate)s rated") % {"rate": csat(self.response_rate.rate_percent)}
            found.append(badge(text, "warning", "alert-triangle"))
        if self.has_no_account:
            found.append(badge(_("no account"), "", "user-off"))
        return found


@dataclass(frozen=True, slots=True)
class CandidateGroup:
    """A standing as the page shows it: `candidates` are the first of the `found` that match the filter, each with the ready
    HTML of their cells, of `count` in all. `more` is the addition to the query string for further rows, empty if there are
    none.
    """

    key: str
    title: str
    note: str
    count: int
    found: int
    candidates: list[tuple[Shown, SafeString]]
    more: str
    is_choice: bool
    has_spot: bool
    hides_figures: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The groups that are not empty, and the scale of their charts."""

    groups: list[CandidateGroup]
    scale: ListScale

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def found(self) -> int:
        return sum(group.found for group in self.groups)

    @property
    def people(self) -> list[Shown]:
        """All candidates that are shown, in order."""
        return [shown for group in self.groups for shown, _cells in group.candidates]

    def hidden(self, chosen: Collection[int]) -> list[int]:
        """Ids of chosen people without a row on the page, whose choice goes into a hidden field."""
        seen = {shown.person_id for group in self.groups if group.is_choice for shown, _cells in group.candidates}
        return sorted(set(chosen) - seen)


def listing(
    found: Iterable[StandingGroup],
    *,
    readable: Collection[int],
    known: Mapping[int, Colleague],
    showing: Showing,
    leader_input: LeaderInputs,
    response_rates: Mapping[int, ResponseRate],
    card_url: CardUrl,
) -> Listing:
    """The part of these standings that a reader of `readable` sees, with leader input. Only shown rows are looked at."""
    counts = counts_by_person(leader_input)
    parts = [part for part in (_part(standing, readable, known, showing) for standing in found) if part.count]
    charted = [row for part in parts if not part.standing.hides_figures for _at, row in part.first]
    scale = scale_of(charted, parts[0].standing.rows[0].criteria.window if parts else ())

    def shown(standing: StandingGroup, at: int, row: RankedCsp) -> tuple[Shown, SafeString]:
        person, url = known[row.csp], card_url(row.csp)
        said = counts.get(row.csp, LeaderInputCounts())
        away, note = standing.why.get(row.csp, ""), standing.note_of(row.csp)
        if standing.hides_figures:
            hidden = Shown(row, person, at, standing.title, url, away, note, said, None, hides_figures=True)
            return hidden, cells_without_figures(person, leader_input.get(row.csp, ()))
        one = Shown(row, person, at, standing.title, url, away, note, said, response_rates.get(row.csp))
        return one, cells(row, person, url, note, scale)

    groups = [
        CandidateGroup(
            key=part.standing.key,
            title=part.standing.title,
            note=part.standing.note,
            count=part.count,
            found=part.found,
            candidates=[shown(part.standing, at, row) for at, row in part.first],
            more=showing.with_more_of(part.standing.key) if len(part.first) < part.found else "",
            is_choice=part.standing.is_choice,
            has_spot=part.standing.has_spot,
            hides_figures=part.standing.hides_figures,
        )
        for part in parts
    ]
    return Listing(groups, scale)


@dataclass(frozen=True, slots=True)
class _Part:
    """Counts of a standing: readable people, those that match the filter, and the first of these with their positions."""

    standing: StandingGroup
    count: int
    found: int
    first: list[tuple[int, RankedCsp]]


def _part(standing: StandingGroup, readable: Collection[int], known: Mapping[int, Colleague], showing: Showing) -> _Part:
    """The shown part of a standing, without looking at thousands of people if all of them are readable."""
    rows, most = standing.rows, showing.most_of(standing.key)
    if not showing.words and len(readable) == len(known):
        return _Part(standing, len(rows), len(rows), list(enumerate(rows[:most])))
    seen = [(at, row) for at, row in enumerate(rows) if row.csp in readable]
    matching = [(at, row) for at, row in seen if showing.passes(known[row.csp])] if showing.words else seen
    return _Part(standing, len(seen), len(matching), matching[:most])


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
