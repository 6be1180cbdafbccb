"""The rule's codes as sentences: for cards, tables and exports."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.sustained import RULES, Change, ChangeCode, PriorReason, Ranking, Reason, ReasonCode, Trend
from feedback.sustained.dips import POOLED_RESPONSES
from feedback.sustained.intervals import wilson_interval
from feedback.sustained.mix import FEWEST_CSPS, FEWEST_RESPONSES
from feedback.templatetags.csat import csat

TRENDS: Mapping[Trend, Promise] = {
    Trend.FALLING: gettext_lazy("Falling"),
    Trend.STEADY: gettext_lazy("Steady"),
    Trend.RISING: gettext_lazy("Rising"),
}


def month_name(month: date) -> str:
    return date_format(month, "F Y")


def reason_sentence(reason: Reason) -> str:
    """Why a CSP is not eligible, with the figures."""
    figures = dict[str, Any](reason.figures)
    if reason.code is ReasonCode.NO_RESPONSES:
        return _("No counted responses in these months.")
    if reason.code is ReasonCode.TOO_FEW_QUALIFYING_MONTHS:
        sentence = ngettext(
            "%(qualifying_months)d month with at least %(min_responses)d responses; %(needed_months)d are needed.",
            "%(qualifying_months)d months with at least %(min_responses)d responses; %(needed_months)d are needed.",
            figures["qualifying_months"],
        )
        return sentence % figures
    return _(
        "%(months)s: %(satisfied)d of %(responses)d satisfied (%(csat)s). Even the upper bound, %(upper)s, "
        "is below the floor of %(floor)s."
    ) % {
        **figures,
        "months": _months(figures),
        "csat": csat(figures["csat_percent"]),
        "upper": csat(figures["upper_bound_percent"]),
        "floor": csat(figures["floor_percent"]),
    }


def _months(figures: Mapping[str, Any]) -> str:
    first, last = figures["first_month"], figures["last_month"]
    if first == last:
        return month_name(first)
    return _("%(first)s to %(last)s") % {"first": month_name(first), "last": month_name(last)}


def change_sentence(change: Change) -> str:
    """What would have changed the outcome, all else being equal."""
    figures = dict[str, Any](change.figures)
    satisfied = figures.get("satisfied", 0)
    match change.code:
        case ChangeCode.MORE_RESPONSES:
            months = ngettext("%(months)d more qualifying month", "%(months)d more qualifying months", figures["months"])
            responses = ngettext(
                "%(what)s is needed; %(responses)d more response in the nearest would have been enough.",
                "%(what)s are needed; %(responses)d more responses in the nearest would have been enough.",
                figures["responses"],
            )
            return responses % {"what": months % figures, **figures}
        case ChangeCode.NO_DIP:
            return ngettext(
                "%(span)s: with %(satisfied)d more satisfied among the same responses this would not have been a dip.",
                "%(span)s: with %(satisfied)d more satisfied among the same responses this would not have been a dip.",
                satisfied,
            ) % {"span": _months(figures), **figures}
        case ChangeCode.INTO_TEAM:
            return (
                ngettext(
                    "%(satisfied)d more satisfied among the same responses would have reached the last place in the team.",
                    "%(satisfied)d more satisfied among the same responses would have reached the last place in the team.",
                    satisfied,
                )
                % figures
            )
        case ChangeCode.OUT_OF_TEAM:
            return (
                ngettext(
                    "With %(satisfied)d satisfied response fewer the place would have gone to the next in line.",
                    "With %(satisfied)d satisfied responses fewer the place would have gone to the next in line.",
                    satisfied,
                )
                % figures
            )
    return str(_FIXED[change.code])


_FIXED: Mapping[ChangeCode, Promise] = {
    ChangeCode.OUT_OF_REACH: gettext_lazy(
        "With this number of responses the last place in the team could not have been reached: a short record stays "
        "close to the average. More responses would count."
    ),
    ChangeCode.IN_ANYWAY: gettext_lazy("With this number of responses no answer alone would have cost the place."),
    ChangeCode.PLACE_FOR_ALL: gettext_lazy("Nothing needed to change: there is a place for everybody who is eligible."),
    ChangeCode.ALL_EQUAL: gettext_lazy(
        "No number would have: figures differ no more than chance, so everyone's adjusted CSAT is equal, and the lead chooses."
    ),
}


def prior_sentence(ranking: Ranking) -> str:
    """How far everybody is drawn towards the average, and why."""
    prior = ranking.prior
    if prior.reason is PriorReason.NO_RESPONSES:
        return _("Nobody has a counted response in these months.")
    average = _average(ranking)
    if prior.strength is None:
        return _("CSPs do not differ more than chance, so everyone's adjusted CSAT is the average, %(average)s.") % {
            "average": average
        }
    start = (
        _("Everybody starts with %(strength)s responses as usual for their work; over all work %(average)s are satisfied.")
        if RULES[ranking.rule_version].is_standardised
        else _("Everybody starts with %(strength)s average responses (%(average)s satisfied).")
    )
    sentence = start % {"strength": f"{prior.strength:.1f}", "average": average}
    if prior.reason is PriorReason.MOMENTS_WITHOUT_CONVERGENCE:
        sentence += " " + _("The usual fit did not converge, so this number comes from the method of moments.")
    return sentence


def _average(ranking: Ranking) -> str:
    """The overall rate, with its interval and count where everybody's work is known."""
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
    """The rule in words, as it was when this ranking was made, with the figures it was used with."""
    criteria = ranking.criteria
    figures = {
        "months": criteria.months,
        "first": month_name(criteria.window[0]),
        "last": month_name(criteria.window[-1]),
        "needed": criteria.needed_months,
        "min": criteria.min_responses,
        "pooled": POOLED_RESPONSES,
        "floor": csat(criteria.floor_percent),
        "csps": FEWEST_CSPS,
        "responses": FEWEST_RESPONSES,
    }
    sentences: list[str | Promise] = [
        _("Counted are responses about interactions from %(first)s to %(last)s."),
        _("Eligible is who has at least %(min)d responses in %(needed)d of %(months)d months, and no demonstrable dip."),
        _(
            "A dip is a stretch of months with at least %(pooled)d responses whose upper bound is below %(floor)s. "
            "A thin or unlucky month is none."
        ),
        _("Adjusted CSAT decides the ranking: each person's CSAT, blended with the same number of average responses."),
        *([_COMPARABLE_WORK] if RULES[ranking.rule_version].is_standardised else []),
        _("The interval says between which values the true satisfaction plausibly lies (Wilson, 95 %%)."),
        _("Some scores are too close to call. There, the crisis lead chooses and gives a reason."),
    ]
    return [str(sentence) % figures for sentence in sentences]


_COMPARABLE_WORK = gettext_lazy(
    "Average means on comparable work: how satisfied customers usually are with the same channels, topics and languages. "
    "Work of fewer than %(csps)d people, or with fewer than %(responses)d responses, is put together with what is most like it."
)
