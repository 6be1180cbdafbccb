"""Chart of a person's answers over time, on the five-step scale. The page lists the same answers in a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from care.models import PulseAnswer
from care.models.pulse import HIGHEST, LOWEST
from care.queries.own_pulse import MOST_ROUNDS, about

FIRST_X, LAST_X = 84, 308
TOP, STEP = 28, 26
MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Place:
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Text beside an axis."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class AnswerChart:
    """One line through the answers to a question. A missing answer is a gap. `caption` states the finding."""

    key: str
    title: str
    caption: str
    levels: list[Mark]
    rounds: list[Mark]
    stretches: list[list[Place]]

    @property
    def line(self) -> str:
        """Path through the answers of each stretch without a gap."""
        return " ".join("M" + "L".join(f"{place.x} {place.y}" for place in places) for places in self.stretches)

    @property
    def dots(self) -> list[Place]:
        return [place for places in self.stretches for place in places]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """Answers of one round in words, for the table."""

    day: str
    about: str
    strain: str
    support: str


@dataclass(frozen=True, slots=True)
class AnswersOverTime:
    """The last answers as two charts and as a table."""

    charts: list[AnswerChart]
    rows: list[AnswerRow]


def answers_over_time(answers: Sequence[PulseAnswer]) -> AnswersOverTime:
    """Charts and table of the last rounds, oldest first."""
    last = list(answers)[-MOST_ROUNDS:]
    days = [date_format(localtime(answer.round.closes_at), "j M") for answer in last]
    strain = _chart("strain", _("Strain"), PulseAnswer.Strain, [answer.strain for answer in last], days)
    support = _chart("support", _("Having what you need"), PulseAnswer.Support, [answer.support for answer in last], days)
    rows = [
        AnswerRow(day, about(answer.round), answer.get_strain_display() or "–", answer.get_support_display() or "–")
        for day, answer in zip(days, last, strict=True)
    ]
    return AnswersOverTime([strain, support], rows)


def _chart(
    key: str, title: str, scale: type[PulseAnswer.Strain] | type[PulseAnswer.Support], values: list[int | None], days: list[str]
) -> AnswerChart:
    known = [value for value in values if value is not None]
    latest = scale(known[-1]).label if known else _("no answer")
    every = -(-len(days) // MOST_NAMES) or 1
    named = range(len(days) - 1, -1, -every)
    return AnswerChart(
        key=key,
        title=title,
        caption=_("%(title)s, latest answer: %(answer)s") % {"title": title, "answer": latest},
        levels=[Mark(_y(level), str(scale(level).label)) for level in range(HIGHEST, LOWEST - 1, -1)],
        rounds=[Mark(_x(place, len(days)), days[place]) for place in sorted(named)],
        stretches=_stretches(values),
    )


def _stretches(values: list[int | None]) -> list[list[Place]]:
    found: list[list[Place]] = []
    is_open = False
    for place, value in enumerate(values):
        if value is None:
            is_open = False
            continue
        if not is_open:
            found.append([])
        found[-1].append(Place(_x(place, len(values)), _y(value)))
        is_open = True
    return found


def _x(place: int, count: int) -> int:
    return FIRST_X + (2 * place + 1) * (LAST_X - FIRST_X) // (2 * count)


def _y(level: int) -> int:
    return TOP + (HIGHEST - level) * STEP
