"""Candidates by standing, from the clearly chosen to those who are not available."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from crisis.queries.unavailable_people import SENTENCES, Exclusion
from feedback.sustained import RankedCsp
from selection.coverage_wording import DISPLACED, place_sentence, reserve_note
from selection.methods import Method
from selection.models import Candidate
from selection.models.selections import BY_COVERAGE
from selection.presentation.methods import by_name
from selection.queries.candidates import Candidates, Replay


def _no_note(_csp: int) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class StandingGroup:
    """All people with the same standing. `why` has the reasons of those who are not available, `note_of` gives the effect of
    coverage on a person.

    `is_choice` is true where scores are too close to call and the lead chooses, `has_spot` where everyone has a spot.
    `hides_figures` is true if the lead picks without scores.
    """

    key: str
    title: str
    note: str
    rows: Sequence[RankedCsp]
    why: Mapping[int, str] = field(default_factory=dict)
    note_of: Callable[[int], str] = _no_note
    is_choice: bool = False
    has_spot: bool = False
    hides_figures: bool = False


def ranked_standings(candidates: Candidates, method: Method = Method.SCORES) -> list[StandingGroup]:
    """The eligible people of a ranking that is not saved yet, by standing."""
    choice = candidates.choice
    # Without a choice, all who are too close to call have a spot.
    clear = choice.clear if choice.needs_decision else (*choice.clear, *choice.band)
    displaced = {row.csp for row in choice.displaced()} if choice.moves_places else set()
    return [
        StandingGroup("clear", _("Selected"), _("By score alone."), clear, has_spot=True),
        StandingGroup(
            "coverage",
            _("Selected for coverage"),
            _("The coverage rules need them."),
            choice.for_coverage,
            note_of=lambda csp: place_sentence(choice, csp),
            has_spot=True,
        ),
        _too_close_to_call(candidates, method),
        StandingGroup(
            "reserve",
            _("Reserve list"),
            reserve_note(choice.coverage),
            choice.reserve,
            note_of=lambda csp: str(DISPLACED) if csp in displaced else "",
        ),
    ]


def _too_close_to_call(candidates: Candidates, method: Method) -> StandingGroup:
    """The people among whom the lead picks, or lots are drawn."""
    choice = candidates.choice
    band = choice.band if choice.needs_decision else ()
    notes = {
        Method.SCORES: _("Choose %(places)d of these %(count)d. Their figures don't differ clearly from the last person in."),
        Method.WILLINGNESS: _("Choose %(places)d of these %(count)d, who are sorted by name."),
        Method.DRAW: _("%(places)d of these %(count)d are drawn when you save the team."),
    }
    hides_figures = method is Method.WILLINGNESS
    if hides_figures:
        band = by_name(band, candidates.known)
    return StandingGroup(
        "band",
        _("Too close to call"),
        notes[method] % {"places": choice.places, "count": len(band)},
        band,
        is_choice=method is not Method.DRAW,
        hides_figures=hides_figures,
    )


def unranked_standings(candidates: Candidates) -> list[StandingGroup]:
    """The people who are not eligible, and those who are not available now."""
    return [
        StandingGroup("out", _("Not eligible"), _("Open a card to see what would change it."), candidates.choice.out),
        StandingGroup(
            "away",
            _("Not available now"),
            _("Not ranked while they are away."),
            [row for row, _reason in candidates.excluded],
            {row.csp: str(SENTENCES[reason]) for row, reason in candidates.excluded},
        ),
    ]


def standings(candidates: Candidates, method: Method) -> list[StandingGroup]:
    """All candidates of a ranking that is not saved yet, by standing."""
    return [*ranked_standings(candidates, method), *unranked_standings(candidates)]


def stored_standings(
    rows: Iterable[Candidate], replayed: Replay, followers: Mapping[int, str], method: Method
) -> list[StandingGroup]:
    """All candidates of a saved selection, by standing, with the figures of its inputs. `followers` has, by person, the name of
    the next person to invite if they decline, where the reader may know it.
    """
    kept = list(rows)
    kept_by_id = {row.person_id: row for row in kept}
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
            note_of=lambda csp: _stored_note(kept_by_id[csp], replayed, followers, method),
            has_spot=standing == Candidate.Standing.IN,
        )
        for standing, (title, note) in titles.items()
    ]


def _stored_note(row: Candidate, replayed: Replay, followers: Mapping[int, str], method: Method) -> str:
    note = place_sentence(replayed.choice, row.person_id) if BY_COVERAGE in row.reasons else ""
    if method is Method.DRAW and row.in_band:
        note = _("Drawn by lot.") if row.standing == Candidate.Standing.IN else _("Not drawn.")
    if row.person_id not in followers:
        return note
    follower = _("If they decline: %(name)s.") % {"name": followers[row.person_id]}
    return f"{note} {follower}".strip()


def _exclusion(row: Candidate) -> str:
    known = [SENTENCES[Exclusion(code)] for code in row.reasons if code in set(Exclusion)]
    return str(known[0]) if known else ""
