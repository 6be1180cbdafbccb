"""Candidates by standing, from the clearly chosen to those who are not available."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from crisis.queries.unavailable_people import SENTENCES, Exclusion
from feedback.sustained import RankedCsp
from selection.coverage_wording import place_sentence, reserve_note
from selection.models import Candidate
from selection.models.selections import BY_COVERAGE
from selection.queries.candidates import Candidates, Replay


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


def _stored_note(row: Candidate, replayed: Replay, followers: Mapping[int, str]) -> str:
    note = place_sentence(replayed.choice, row.person_id) if BY_COVERAGE in row.reasons else ""
    if row.person_id not in followers:
        return note
    follower = _("If they decline, %(name)s is invited.") % {"name": followers[row.person_id]}
    return f"{note} {follower}".strip()


def _exclusion(row: Candidate) -> str:
    known = [SENTENCES[Exclusion(code)] for code in row.reasons if code in set(Exclusion)]
    return str(known[0]) if known else ""
