"""Drawing lots: an order that follows from a seed, and the first people in it with whom the coverage rules can be met.

Pure functions, without a database. The order can be repeated with any tool that computes SHA-256.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256

from django.utils.translation import gettext as _

from selection.choice import Choice
from selection.coverage import Contender, Coverage, CoverageFacts, Program
from selection.methods import Method

SEED_BYTES = 16
# Cache entries per process: some 5 MB each with 5,000 people.
REMEMBERED = 4


def new_seed() -> str:
    """A random seed of 32 hexadecimal digits."""
    return secrets.token_hex(SEED_BYTES)


def lot(seed: str, person_id: int) -> str:
    """A person's lot: SHA-256 of the seed, a colon and the person's id, in hexadecimal digits."""
    return sha256(f"{seed}:{person_id}".encode()).hexdigest()


def drawn_order(seed: str, person_ids: Iterable[int]) -> list[int]:
    """The people in the order of their lots, the smallest first."""
    return sorted(person_ids, key=lambda person_id: lot(seed, person_id))


def how_to_repeat(method: Method) -> str:
    """Instructions for auditors, who can repeat a draw without the product from the exported selection."""
    people, reserve = (
        (
            _("In the draw were all candidates of the exported selection, except those with the standing “out”."),
            _("The others follow on the reserve list in the same order."),
        )
        if method is Method.UNRANKED
        else (
            _(
                "In the draw were the candidates of the exported selection that have “in_band”: true, except those with the "
                "reason “coverage”."
            ),
            _("The others are on the reserve list in the same order; people who were not in the draw keep their rank there."),
        )
    )
    rule = _(
        "For each person in the draw, compute SHA-256 of the seed, a colon and the person's csp number, without spaces, and "
        "write it in hexadecimal digits. Sort the people by the result, smallest first. The first ones get the spots, except "
        "those with whom the coverage rules could no longer be met."
    )
    return f"{people} {rule} {reserve}"


def drawn_places(choice: Choice, order: Sequence[int]) -> list[int]:
    """The people drawn for the spots that are too close to call. `order` has the people who are too close to call."""
    held = choice.team(())
    # The suggested team meets the coverage rules, so the draw finds one too.
    return drawn_people(order, choice.places, choice.coverage, choice.facts, held) or []


def drawn_people(
    order: Sequence[int],
    spots: int,
    coverage: Coverage,
    facts: Mapping[int, CoverageFacts],
    held: Collection[int] = (),
) -> list[int] | None:
    """The people who get the spots: each in turn, unless the coverage rules could no longer be met with them. `held` are on the
    team already. None if no team meets the rules.
    """
    first = list(order[:spots])
    if not coverage.unmet([facts[person_id] for person_id in (*held, *first)]):
        return first
    seated = tuple(sorted(held))
    team = _drawn(tuple(order), spots, coverage, seated, tuple(facts[person_id] for person_id in (*seated, *order)))
    return None if team is None else list(team)


@lru_cache(maxsize=REMEMBERED)
def _drawn(
    order: tuple[int, ...], spots: int, coverage: Coverage, held: tuple[int, ...], facts: tuple[CoverageFacts, ...]
) -> tuple[int, ...] | None:
    """The draw under coverage rules. Cached, because each page with a saved selection repeats its draw. `facts` are those of
    the people in `held`, then of those in `order`.
    """
    return _Draw(order, spots, coverage, dict(zip((*held, *order), facts, strict=True)), held).people()


class _Draw:
    """A draw under coverage rules, in one program: columns of drawn people become 1, and those of refused people 0."""

    def __init__(
        self,
        order: Sequence[int],
        spots: int,
        coverage: Coverage,
        facts: Mapping[int, CoverageFacts],
        held: Collection[int],
    ) -> None:
        self.order, self.spots, self.coverage, self.facts = order, spots, coverage, facts
        self.first_column = len(held)
        contenders = [Contender(person_id, 0.0, facts[person_id]) for person_id in (*held, *order)]
        self.program = Program(contenders, len(held) + spots, coverage, held)

    def people(self) -> tuple[int, ...] | None:
        program, drawn = self.program, list[int]()
        team = program.solve(program.places)
        if team is None:
            return None
        # Drawing more people never makes more possible, so one refusal decides for all who matter the same for the rules.
        refused: set[tuple[object, ...]] = set()
        for column, person_id in enumerate(self.order, start=self.first_column):
            if len(drawn) == self.spots:
                break
            if not team[column]:
                kind = self._kind(person_id)
                found = None if kind in refused else program.team_with(column)
                if found is None:
                    refused.add(kind)
                    program.most[column] = 0
                    continue
                team = found
            program.least[column] = 1
            drawn.append(person_id)
        return tuple(drawn)

    def _kind(self, person_id: int) -> tuple[object, ...]:
        """The facts of a person that matter for the rules, for comparing people."""
        facts = self.facts[person_id]
        covered = (minimum.is_covered_by(facts) for minimum in self.coverage.minimums)
        return (*covered, frozenset(facts.teams) if self.coverage.team_maximum else None)
