"""Sentences for the codes of the ranking rule, for cards, tables and exports."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.sustained import RULES, Change, ChangeCode, PriorReason, RankedCsp, Ranking, Reason, ReasonCode, Trend
from feedback.sustained.comparable_work import FEWEST_CSPS, FEWEST_RESPONSES
from feedback.sustained.drops import POOLED_RESPONSES
from feedback.sustained.intervals import wilson_interval
from feedback.sustained.too_close_to_call import SMALLEST_CHANCE
from feedback.templatetags.csat import LEAST_CHANCE_PERCENT, csat

TRENDS: Mapping[Trend, Promise] = {
    Trend.FALLING: gettext_lazy("Falling"),
    Trend.STEADY: gettext_lazy("Steady"),
    Trend.RISING: gettext_lazy("Rising"),
}


def month_name(month: date) -> str:
    return date_format(month, "F Y")


def month_list(months: Sequence[date]) -> str:
    """The months as a list in a sentence."""
    return get_text_list([month_name(month) for month in months], _("and"))


def reason_sentence(reason: Reason) -> str:
    """One reason why a CSP is not eligible, with its figures."""
    figures = dict[str, Any](reason.figures)
    if reason.code is ReasonCode.NO_RESPONSES:
        return _("No responses counted in these months.")
    if reason.code is ReasonCode.TOO_FEW_QUALIFYING_MONTHS:
        sentence = ngettext(
            "Too few responses: %(qualifying_months)d month with at least %(min_responses)d, %(needed_months)d needed.",
            "Too few responses: %(qualifying_months)d months with at least %(min_responses)d, %(needed_months)d needed.",
            figures["qualifying_months"],
        )
        return sentence % figures
    drop = _(
        "CSAT drop, %(months)s: %(satisfied)d of %(responses)d satisfied (%(csat)s). Even with the margin of error "
        "(up to %(upper)s) this is below the minimum of %(floor)s."
    )
    # A limit that looks like the minimum is the minimum to a reader.
    if csat(figures.get("threshold_percent", figures["floor_percent"])) != csat(figures["floor_percent"]):
        drop = _(
            "CSAT drop, %(months)s: %(satisfied)d of %(responses)d satisfied (%(csat)s). The average for the same work in "
            "this time was %(comparable)s, so the minimum of %(floor)s is lowered to %(threshold)s. Even with the margin of "
            "error (up to %(upper)s) the result is below that."
        )
    percents = ("csat_percent", "upper_bound_percent", "floor_percent", "threshold_percent", "comparable_percent")
    shown = {name.split("_")[0]: csat(figures[name]) for name in percents if name in figures}
    return drop % {**figures, **shown, "months": months_of(figures)}


def months_of(figures: Mapping[str, Any]) -> str:
    """The months of a drop."""
    first, last = figures["first_month"], figures["last_month"]
    if first == last:
        return month_name(first)
    return _("%(first)s to %(last)s") % {"first": month_name(first), "last": month_name(last)}


def change_sentence(change: Change) -> str:
    """A counterfactual of the outcome as a sentence."""
    figures = dict[str, Any](change.figures)
    satisfied = figures.get("satisfied", 0)
    match change.code:
        case ChangeCode.MORE_RESPONSES:
            return (
                ngettext(
                    "With %(responses)d more response in the right month you would have had enough qualifying months.",
                    "With %(responses)d more responses in the right months you would have had enough qualifying months.",
                    figures["responses"],
                )
                % figures
            )
        case ChangeCode.NO_DIP:
            return ngettext(
                "%(span)s: with %(satisfied)d more satisfied customer this would not have been a drop.",
                "%(span)s: with %(satisfied)d more satisfied customers this would not have been a drop.",
                satisfied,
            ) % {"span": months_of(figures), **figures}
        case ChangeCode.INTO_TEAM:
            return (
                ngettext(
                    "With %(satisfied)d more satisfied customer you would have made the team.",
                    "With %(satisfied)d more satisfied customers you would have made the team.",
                    satisfied,
                )
                % figures
            )
        case ChangeCode.OUT_OF_TEAM:
            return (
                ngettext(
                    "With %(satisfied)d fewer satisfied customer the spot would have gone to the next person.",
                    "With %(satisfied)d fewer satisfied customers the spot would have gone to the next person.",
                    satisfied,
                )
                % figures
            )
    return str(_FIXED[change.code])


# On own cards, where a person decides.
TOO_CLOSE = gettext_lazy(
    "No figure: your score was among those too close to call around the last spot. There, the crisis lead decides."
)
_FIXED: Mapping[ChangeCode, Promise] = {
    ChangeCode.OUT_OF_REACH: gettext_lazy(
        "With this number of responses, even satisfying every customer wouldn't have been enough: a score from few "
        "responses stays close to the average. More responses would help."
    ),
    ChangeCode.IN_ANYWAY: gettext_lazy(
        "No answer would have cost you the spot: a score from few responses stays close to the average."
    ),
    ChangeCode.PLACE_FOR_ALL: gettext_lazy("Nothing: there is a spot for everyone who is eligible."),
    ChangeCode.ALL_EQUAL: gettext_lazy(
        "No number of satisfied customers: scores differ no more than chance explains, so everyone has the same "
        "adjusted CSAT and the crisis lead chooses."
    ),
}


def chance_sentence(row: RankedCsp, ranking: Ranking) -> str:
    """The chance of being among the best as a card says it; empty if it isn't known, or if everyone has a spot."""
    if row.chance_percent is None or ranking.everybody_fits:
        return ""
    return ngettext(
        "With figures like yours, the chance of really being the best is %(count)s in 100.",
        "With figures like yours, the chance of really being among the best %(team_size)d is %(count)s in 100.",
        ranking.criteria.team_size,
    ) % {"count": _of_100(row.chance_percent), "team_size": ranking.criteria.team_size}


def _of_100(percent: float) -> str:
    if percent < LEAST_CHANCE_PERCENT:
        return _("less than 1")
    if percent > 100 - LEAST_CHANCE_PERCENT:
        return _("more than 99")
    return _("about %(count)d") % {"count": round(percent)}


def prior_sentence(ranking: Ranking) -> str:
    """A sentence about the blending of scores with the average."""
    prior = ranking.prior
    if prior.reason is PriorReason.NO_RESPONSES:
        return _("No responses counted in these months.")
    average = _average(ranking)
    if prior.strength is None:
        return _("Scores differ no more than chance explains, so everyone's adjusted CSAT is the average, %(average)s.") % {
            "average": average
        }
    start = (
        _(
            "To be fair to people with fewer responses, everyone's score is blended with %(strength)s average responses "
            "for the same kind of work. Overall CSAT is %(average)s."
        )
        if RULES[ranking.rule_version].is_standardised
        else _(
            "To be fair to people with fewer responses, everyone's score is blended with %(strength)s average responses. "
            "Overall CSAT is %(average)s."
        )
    )
    sentence = start % {"strength": f"{prior.strength:.1f}", "average": average}
    if prior.reason is PriorReason.MOMENTS_WITHOUT_CONVERGENCE:
        sentence += " " + _("The usual fit didn't converge, so the method of moments gave the number of average responses.")
    return sentence


def not_counted_sentence(ranking: Ranking) -> str:
    """Responses that do not count, by reason; empty if all of them count."""
    left_out = ranking.left_out
    reasons = (
        (left_out.scanner_suspected, _("%(count)s likely answered by an email scanner")),
        (left_out.unassigned, _("%(count)s with no agent")),
        (left_out.superseded, _("%(count)s replaced by a newer answer")),
        (left_out.duplicate, _("%(count)s from another source")),
        (left_out.by_decision, _("%(count)s by a person's decision")),
        (left_out.drill, _("%(count)s from drills")),
    )
    found = ", ".join(reason % {"count": number_format(count)} for count, reason in reasons if count)
    return _("Not counted: %(reasons)s.") % {"reasons": found} if found else ""


def _average(ranking: Ranking) -> str:
    """Overall CSAT, with its interval and count where they are known."""
    rate = csat(ranking.average_rate_percent)
    responses, satisfied = ranking.counted
    if not responses:
        return rate
    lower, upper = wilson_interval(np.array(satisfied), np.array(responses))
    return _("%(rate)s (%(lower)s to %(upper)s, %(satisfied)s of %(responses)s)") % {
        "rate": rate,
        "lower": csat(100 * float(lower)),
        "upper": csat(100 * float(upper)),
        "satisfied": number_format(satisfied),
        "responses": number_format(responses),
    }


def rule_sentences(ranking: Ranking) -> list[str]:
    """The rule version of this ranking in sentences, with the criteria that were used."""
    criteria = ranking.criteria
    figures = {
        "months": len(criteria.window),
        "first": month_name(criteria.window[0]),
        "last": month_name(criteria.window[-1]),
        "needed": criteria.needed_months,
        "min": criteria.min_responses,
        "pooled": POOLED_RESPONSES,
        "floor": csat(criteria.floor_percent),
        "csps": FEWEST_CSPS,
        "responses": FEWEST_RESPONSES,
        "left_out": month_list(criteria.left_out_months),
        "team_size": criteria.team_size,
        "smallest_chance": round(100 * SMALLEST_CHANCE),
    }
    rule = RULES[ranking.rule_version]
    sentences: list[str | Promise] = [
        _("Responses about contacts from %(first)s to %(last)s count."),
        *([_("Left out, so not counted: %(left_out)s.")] if criteria.left_out_months else []),
        _("To be eligible you need at least %(min)d responses in %(needed)d of %(months)d months and no proven drop in CSAT."),
        _(
            "A drop means that over %(pooled)d or more responses your CSAT was clearly below %(floor)s. "
            "One quiet or unlucky month doesn't count."
        ),
        *([_LOWER_LIMIT] if rule.knows_months else []),
        _("The ranking uses adjusted CSAT: each person's CSAT, blended with the same number of average responses."),
        *([_COMPARABLE_MONTHS if rule.knows_months else _COMPARABLE_WORK] if rule.is_standardised else []),
        _("The confidence interval is the range that your true CSAT most likely lies in (95 %%, Wilson)."),
        *([_CHANCE, _TOO_CLOSE] if rule.knows_chance else []),
        _("Some scores are too close to call. There, the crisis lead chooses and gives a reason."),
    ]
    return [str(sentence) % figures for sentence in sentences]


_COMPARABLE_WORK = gettext_lazy(
    "“Average” means the average for comparable work: contacts of the same channel, topic and language. Work with fewer "
    "than %(csps)d people or %(responses)d responses is grouped with the most similar work."
)
_COMPARABLE_MONTHS = gettext_lazy(
    "“Average” means the average for comparable work: contacts of the same channel, topic and language in the same month. If "
    "fewer than %(csps)d people or %(responses)d responses did this work in a month, its average over all months counts, "
    "raised or lowered by how that month went for similar work."
)
_CHANCE = gettext_lazy(
    "Customers' answers vary by chance, so nobody's true score is known exactly. The chance says how likely it is that a "
    "person really is among the best %(team_size)d. It doesn't decide who is ahead."
)
_TOO_CLOSE = gettext_lazy(
    "A score is too close to call if it isn't clearly different from that of the last person on the team, and the chance is at "
    "least %(smallest_chance)d %% (or half of the last person's chance, if that is less)."
)
_LOWER_LIMIT = gettext_lazy(
    "In months that were bad for everyone with the same work, the limit for a drop is lower than %(floor)s by as much."
)
