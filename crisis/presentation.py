"""Candidates as pages show them: groups of lines, from the clearly chosen to those who are not available."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from crisis.models import Candidate, Crisis
from crisis.queries.exclusions import SENTENCES, Exclusion
from crisis.queries.selection import Candidates
from crisis.queries.voices import Counts, Said, Voices, counts_by_person
from feedback import presentation
from feedback.sustained import RankedCsp, Ranking
from people.queries import names

CardUrl = Callable[[int], str]
NO_VOICES = Counts()


@dataclass(frozen=True, slots=True)
class Shown:
    """One candidate. `why` says why somebody is not available; what the figures say stands in the line. `voices` is how
    many leaders nominate them or object.
    """

    person_id: int
    line: presentation.Line
    why: str = ""
    voices: Counts = NO_VOICES


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates with the same standing. In a group with `is_choice` a person decides who gets a place."""

    title: str
    note: str
    candidates: list[Shown]
    is_choice: bool = False


def groups(candidates: Candidates, readable: set[int], card_url: CardUrl) -> list[Group]:
    """The groups of a ranking that is not stored yet; those in which the reader may read nobody are left out."""
    choice = candidates.choice
    rows = [*candidates.ranking.rows, *(row for row, _reason in candidates.excluded)]
    shown = _lines(rows, readable, card_url)
    band_note = _("%(places)d of these %(count)d get a place. The figures do not tell them apart, so a person decides.")
    found = [
        Group(_("In"), _("Their place does not depend on anybody's choice."), _of(choice.clear, shown)),
        Group(
            _("In the band"),
            band_note % {"places": choice.places, "count": len(choice.band)}
            if choice.needs_decision
            else _("They cannot be told apart from the last one in, and there is a place for each."),
            _of(choice.band, shown),
            is_choice=choice.needs_decision,
        ),
        Group(_("Reserve list"), _("Asked in this order when a place is free."), _of(choice.reserve, shown)),
        Group(
            _("Not eligible"),
            _("Why, stands beside each name; what would have changed it, on the card."),
            _of(choice.out, shown),
        ),
        Group(
            _("Not available now"),
            _("They keep their figures, and get no rank while they are away."),
            [Shown(row.csp, shown[row.csp], str(SENTENCES[reason])) for row, reason in candidates.excluded if row.csp in shown],
        ),
    ]
    return [group for group in found if group.candidates]


def stored_groups(rows: Iterable[Candidate], replayed: Ranking, everybody: Ranking, card_url: CardUrl) -> list[Group]:
    """The groups of a stored selection, with the figures its inputs give."""
    kept = list(rows)
    figures = {row.csp: row for row in (*everybody.rows, *replayed.rows)}
    shown = _lines([figures[row.person_id] for row in kept], {row.person_id for row in kept}, card_url)
    titles = {
        Candidate.Standing.IN: (_("In"), _("Asked first, in this order.")),
        Candidate.Standing.RESERVE: (_("Reserve list"), _("Asked in this order when a place is free.")),
        Candidate.Standing.OUT: (_("Out"), _("Not eligible, or not available on that day.")),
    }
    found = [
        Group(
            title,
            note,
            [Shown(row.person_id, shown[row.person_id], _exclusion(row)) for row in kept if row.standing == standing],
        )
        for standing, (title, note) in titles.items()
    ]
    return [group for group in found if group.candidates]


def with_voices(found: Iterable[Group], voices: Voices) -> list[Group]:
    """The same groups, with how many leaders nominate or object to each person."""
    counts = counts_by_person(voices)
    return [
        replace(
            group,
            candidates=[replace(shown, voices=counts.get(shown.person_id, NO_VOICES)) for shown in group.candidates],
        )
        for group in found
    ]


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """A candidate of a team that the reader leads: how they stand by the figures, and what the reader has said of them."""

    shown: Shown
    standing: str
    mine: Said | None


def own_people(found: Iterable[Group], voices: Voices, leader_id: int) -> list[OwnPerson]:
    """The people of these groups in their order, each with this leader's standing voice."""
    mine = {one.person_id: one for said in voices.values() for one in said if one.leader_id == leader_id}
    return [
        OwnPerson(shown, group.title, mine.get(shown.person_id))
        for group in with_voices(found, voices)
        for shown in group.candidates
    ]


def card(crisis: Crisis, candidates: Candidates, person_id: int) -> tuple[presentation.Card, str] | None:
    """A candidate's card, and why the person is not available if so; None for somebody nothing is known of."""
    leaders = [leader.display_name for leader in (crisis.lead, crisis.deputy) if leader is not None]
    excluded = {row.csp: reason for row, reason in candidates.excluded}
    ranking = candidates.everybody if person_id in excluded else candidates.ranking
    row = ranking.row_of(person_id)
    if row is None:
        return None
    shown = presentation.card(row, ranking, name=names([person_id])[person_id], leaders=leaders)
    return shown, str(SENTENCES[excluded[person_id]]) if person_id in excluded else ""


def _lines(rows: Iterable[RankedCsp], readable: set[int], card_url: CardUrl) -> Mapping[int, presentation.Line]:
    wanted = [row for row in rows if row.csp in readable]
    found = presentation.lines(wanted, names=names(row.csp for row in wanted), card_url=card_url)
    return {line.row.csp: line for line in found}


def _of(rows: Iterable[RankedCsp], shown: Mapping[int, presentation.Line]) -> list[Shown]:
    return [Shown(row.csp, shown[row.csp]) for row in rows if row.csp in shown]


def _exclusion(row: Candidate) -> str:
    known = [SENTENCES[Exclusion(code)] for code in row.reasons if code in set(Exclusion)]
    return str(known[0]) if known else ""
