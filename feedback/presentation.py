"""Rankings as pages show them: lines of a table, and a card. Built from a `Ranking` and names, without any query.

Callers (the ranking page, a crisis's candidates) check permissions first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.charts import TimeChart
from feedback import response_rate_wording
from feedback.charts import MonthChart, month_charts, months_chart
from feedback.explanations import (
    TRENDS,
    chance_sentence,
    change_sentence,
    prior_sentence,
    reason_sentence,
    rule_sentences,
)
from feedback.own_card_wording import own_change_sentences
from feedback.sustained import RankedCsp, Ranking, Trend, what_would_change
from feedback.sustained.response_rates import ResponseRate
from feedback.tables import MonthsTable

TREND_ICONS = {Trend.FALLING: "trending-down", Trend.STEADY: "arrow-right", Trend.RISING: "trending-up"}


@dataclass(frozen=True, slots=True)
class RankingLine:
    """One CSP as a line of `feedback/_ranking_table.html`."""

    row: RankedCsp
    name: str
    card_url: str
    trend: str
    trend_icon: str
    reasons: tuple[str, ...]
    chart: MonthChart
    response_rate: ResponseRate | None

    @property
    def warning(self) -> str:
        """A warning about a response rate far below the expected one, or empty."""
        return response_rate_wording.warning(self.response_rate)


@dataclass(frozen=True, slots=True)
class Card:
    """Contents of `feedback/_card.html`. `is_own` if the person reads it; `chance` is a sentence. `has_place` is the rule's
    outcome, unless coverage or the lead's choice changed it; `note` explains the effect of coverage.
    """

    row: RankedCsp
    is_own: bool
    has_place: bool
    chance: str
    name: str
    trend: str
    trend_icon: str
    reasons: tuple[str, ...]
    changes: tuple[str, ...]
    rule: tuple[str, ...]
    prior: str
    chart: TimeChart
    ranking: Ranking
    leaders: tuple[str, ...]
    response_rate: ResponseRate | None
    note: str = ""

    @property
    def months(self) -> MonthsTable:
        """The figures behind the chart."""
        return MonthsTable(self.row.months)

    @property
    def response_rate_figures(self) -> str:
        return response_rate_wording.figures(self.response_rate)


def lines(
    rows: Sequence[RankedCsp],
    *,
    names: Mapping[int, str],
    card_url: Callable[[int], str],
    response_rates: Mapping[int, ResponseRate],
) -> list[RankingLine]:
    """Lines in the order of `rows`."""
    return [
        RankingLine(
            row=row,
            name=names[row.csp],
            card_url=card_url(row.csp),
            trend=str(TRENDS[row.trend]),
            trend_icon=TREND_ICONS[row.trend],
            reasons=tuple(reason_sentence(reason) for reason in row.reasons),
            chart=chart,
            response_rate=response_rates.get(row.csp),
        )
        for row, chart in zip(rows, month_charts(rows), strict=True)
    ]


def card(
    row: RankedCsp,
    ranking: Ranking,
    *,
    name: str,
    leaders: Iterable[str],
    response_rate: ResponseRate | None,
    is_own: bool,
) -> Card:
    """The card of one CSP of the ranking. `leaders` are the names of people to ask, `is_own` if the CSP reads it."""
    changes = tuple(change_sentence(change) for change in what_would_change(row, ranking))
    return Card(
        row=row,
        is_own=is_own,
        has_place=row.in_team,
        chance=chance_sentence(row, ranking),
        name=name,
        trend=str(TRENDS[row.trend]),
        trend_icon=TREND_ICONS[row.trend],
        reasons=tuple(reason_sentence(reason) for reason in row.reasons),
        changes=own_change_sentences(row, ranking) if is_own else changes,
        rule=tuple(rule_sentences(ranking)),
        prior=prior_sentence(ranking),
        chart=months_chart(row),
        ranking=ranking,
        leaders=tuple(leaders),
        response_rate=response_rate,
    )
