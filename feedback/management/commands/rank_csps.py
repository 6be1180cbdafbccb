import argparse
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from feedback.actions.rollups import catch_up
from feedback.explanations import not_counted_sentence, prior_sentence, reason_sentence
from feedback.month_notes import warnings
from feedback.queries.ranking import ranking
from feedback.queries.response_rates import response_rates
from feedback.sustained import Criteria, CriteriaError, Dip, RankedCsp, Ranking, Reason
from feedback.sustained.criteria import DEFAULT_FLOOR_PERCENT, DEFAULT_MIN_RESPONSES, DEFAULT_MONTHS
from feedback.sustained.response_rates import ResponseRate
from feedback.templatetags.csat import chance, csat
from people.queries.persons import names

DEFAULT_TEAM_SIZE = 12
COLUMNS = "{rank:>5}  {name:<28} {adjusted:>9} {counts:>13} {csat:>7} {interval:>17} {months:>7} {chance:>7}  {standing}"


def iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date. Write it like 2021-04-01.") from None


class Command(BaseCommand):
    help = "Rank CSPs by sustained CSAT over the whole calendar months before a date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until", type=iso_date, required=True, metavar="DATE", help="count whole months before this date")
        parser.add_argument("--months", type=int, default=DEFAULT_MONTHS, metavar="N")
        parser.add_argument(
            "--min-responses",
            type=int,
            default=DEFAULT_MIN_RESPONSES,
            metavar="N",
            help="responses that a month needs to qualify",
        )
        parser.add_argument("--floor", type=float, default=DEFAULT_FLOOR_PERCENT, metavar="PERCENT")
        parser.add_argument("--team-size", type=int, default=DEFAULT_TEAM_SIZE, metavar="N")
        parser.add_argument(
            "--leave-out",
            type=iso_date,
            action="append",
            default=[],
            metavar="DATE",
            help="leave out the month of this date, such as that of an earlier crisis; can be given several times",
        )
        parser.add_argument("--json", action="store_true", help="print a JSON list with one object per CSP")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            criteria = Criteria(
                until=options["until"],
                months=options["months"],
                min_responses=options["min_responses"],
                floor_percent=options["floor"],
                team_size=options["team_size"],
                left_out_months=tuple(day.replace(day=1) for day in options["leave_out"]),
            )
        except CriteriaError as error:
            raise CommandError(str(error)) from None
        catch_up(may_wait=True)
        answer = ranking(criteria)
        name_of = names(row.csp for row in answer.rows)
        if options["json"]:
            rates = response_rates(criteria)
            rows = [as_json(row, answer, name_of) | rate_as_json(rates.get(row.csp)) for row in answer.rows]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join([*table(answer, name_of), "", *summary(answer)]))


def as_json(row: RankedCsp, answer: Ranking, name_of: Mapping[int, str]) -> dict[str, Any]:
    return {
        "csp": name_of[row.csp],
        "rank": row.rank,
        "adjusted_rate_percent": rounded(row.adjusted_rate_percent),
        "responses": row.responses,
        "satisfied": row.satisfied,
        "csat_percent": rounded(row.csat_percent),
        "lower_bound_percent": rounded(row.lower_bound_percent),
        "upper_bound_percent": rounded(row.upper_bound_percent),
        "qualifying_months": row.qualifying_months,
        "dips": [dip_as_json(dip) for dip in row.dips],
        "eligible": row.eligible,
        "reasons": [reason_as_json(reason) for reason in row.reasons],
        "in_band": row.in_band,
        "chance_percent": rounded(row.chance_percent),
        "rule_version": answer.rule_version,
    }


def rate_as_json(rate: ResponseRate | None) -> dict[str, float | None]:
    """The response rate; null if no source delivers unrated contacts too."""
    return {"response_rate_percent": rounded(rate.rate_percent if rate else None)}


def dip_as_json(dip: Dip) -> dict[str, Any]:
    return {
        "first_month": f"{dip.first_month:%Y-%m}",
        "last_month": f"{dip.last_month:%Y-%m}",
        "responses": dip.responses,
        "satisfied": dip.satisfied,
        "csat_percent": rounded(dip.csat_percent),
        "upper_bound_percent": rounded(dip.upper_bound_percent),
        "threshold_percent": rounded(dip.threshold_percent),
        "comparable_percent": rounded(dip.comparable_percent),
    }


def reason_as_json(reason: Reason) -> dict[str, Any]:
    figures = {name: f"{value:%Y-%m}" if isinstance(value, date) else rounded(value) for name, value in reason.figures.items()}
    return {"code": reason.code, "text": reason_sentence(reason), **figures}


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def table(answer: Ranking, name_of: Mapping[int, str]) -> list[str]:
    titles = {"rank": "rank", "name": "CSP", "adjusted": "adjusted", "counts": "satisfied/all", "csat": "CSAT"}
    head = COLUMNS.format(**titles, interval="95 % interval", months="months", chance="chance", standing="")
    return [head, *(table_line(row, name_of[row.csp]) for row in answer.rows)]


def table_line(row: RankedCsp, name: str) -> str:
    standing = "; ".join(reason_sentence(reason) for reason in row.reasons)
    if row.eligible:
        standing = ", ".join(filter(None, ["in" if row.in_team else "out", "too close to call" if row.in_band else ""]))
    return COLUMNS.format(
        rank=row.rank or "–",
        name=name,
        adjusted=csat(row.adjusted_rate_percent),
        counts=f"{row.satisfied}/{row.responses}",
        csat=csat(row.csat_percent),
        interval=f"{csat(row.lower_bound_percent)} – {csat(row.upper_bound_percent)}",
        months=f"{row.qualifying_months}/{len(row.criteria.window)}",
        chance=chance(row.chance_percent),
        standing=standing,
    )


def summary(answer: Ranking) -> list[str]:
    sentences = list(filter(None, [prior_sentence(answer), not_counted_sentence(answer), *warnings(answer)]))
    if answer.homogeneity is not None and answer.nobody_stands_out:
        square, freedom = answer.homogeneity.chi_square, answer.homogeneity.degrees_of_freedom
        sentences.append(
            f"Too close to call: scores differ no more than chance explains (χ² = {square:.2f}, {freedom} degrees of freedom)."
        )
    return sentences
