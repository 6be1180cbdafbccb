"""Candidates by standing, from the clearly chosen to those who are not available."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from crisis.queries.exclusions import SENTENCES, Exclusion
from feedback.sustained import RankedCsp
from selection.coverage_wording import place_sentence, reserve_note
from selection.models import Candidate
from selection.models.selections import BY_COVERAGE
from selection.queries.candidates import Candidates, Replay


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


def _stored_note(row: Candidate, replayed: Replay, followers: Mapping[int, str]) -> str:
    note = place_sentence(replayed.choice, row.person_id) if BY_COVERAGE in row.reasons else ""
    if row.person_id not in followers:
        return note
    return f"{note} {_('If they say no, %(name)s is asked.') % {'name': followers[row.person_id]}}".strip()


def _exclusion(row: Candidate) -> str:
    known = [SENTENCES[Exclusion(code)] for code in row.reasons if code in set(Exclusion)]
    return str(known[0]) if known else ""
