"""Notes about the months of a ranking: warnings, months left out, and links that leave out months."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.ecs import percent
from feedback.explanations import month_list, month_name
from feedback.sustained import Ranking
from feedback.templatetags.csat import csat


@dataclass(frozen=True, slots=True)
class Event:
    """Something that explains bad months, such as an earlier crisis: its name in a sentence, and its months."""

    name: str
    months: Collection[date]


@dataclass(frozen=True, slots=True)
class MonthLink:
    """A link to the same ranking with other months."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class MonthNotes:
    """Contents of `feedback/_month_notes.html`, where `offers` belong to the warnings, and of `feedback/_other_months.html`:
    `others` are all further months.
    """

    warnings: tuple[str, ...]
    offers: tuple[MonthLink, ...]
    left_out: str
    count_all: MonthLink | None
    others: tuple[MonthLink, ...]


def month_notes(ranking: Ranking, url_of: Callable[[Sequence[date]], str], events: Iterable[Event] = ()) -> MonthNotes:
    """The notes of a ranking. `url_of` is the address of the same ranking without these months."""
    criteria = ranking.criteria
    left_out = criteria.left_out_months

    def link(text: str, months: Collection[date]) -> MonthLink:
        return MonthLink(text, url_of(sorted({*left_out, *months})))

    named = [(event, months) for event in events if (months := _explained(event, ranking))]
    explained = {month for _event, months in named for month in months}
    offers = [
        link(_("Leave out %(months)s (%(event)s)") % {"months": month_list(months), "event": event.name}, months)
        for event, months in named
    ]
    alone = [bad.month for bad in ranking.bad_months if bad.month not in explained]
    offers += [link(_leave_out(month), [month]) for month in alone if len(criteria.window) > 1]
    return MonthNotes(
        warnings=warnings(ranking),
        offers=tuple(offers),
        left_out=_("Left out: %(months)s.") % {"months": month_list(left_out)} if left_out else "",
        count_all=MonthLink(_("Count all months"), url_of([])) if left_out else None,
        others=tuple(link(_leave_out(month), [month]) for month in criteria.window) if len(criteria.window) > 1 else (),
    )


def warnings(ranking: Ranking) -> tuple[str, ...]:
    """Sentences about a minimum that the organisation misses, and about months in which many people have a drop."""
    sentences = []
    if ranking.is_below_minimum:
        sentences.append(
            _(
                "CSAT of the whole organisation is %(average)s, which is below the minimum of %(floor)s. So this minimum "
                "excludes almost no one: people are compared with the average for the same work instead."
            )
            % {"average": csat(ranking.average_rate_percent), "floor": csat(ranking.criteria.floor_percent)}
        )
    sentences += [
        ngettext(
            "%(month)s: %(dipped)d of %(people)d person with enough responses has a CSAT drop (%(share)s). If something "
            "happened in that month that was not up to them, you can leave it out.",
            "%(month)s: %(dipped)d of %(people)d people with enough responses have a CSAT drop (%(share)s). If something "
            "happened in that month that was not up to them, you can leave it out.",
            bad.people,
        )
        % {
            "month": month_name(bad.month),
            "dipped": bad.dipped,
            "people": bad.people,
            "share": percent(100 * bad.share),
        }
        for bad in ranking.bad_months
    ]
    return tuple(sentences)


def as_text(months: Iterable[date]) -> str:
    """The months as the criteria form reads them."""
    return ",".join(f"{month:%Y-%m}" for month in months)


def _explained(event: Event, ranking: Ranking) -> list[date]:
    """The months of the event that count, if one of them is bad; none if no other month would be left."""
    window = ranking.criteria.window
    months = [month for month in window if month in event.months]
    is_needed = any(bad.month in months for bad in ranking.bad_months)
    return months if is_needed and len(months) < len(window) else []


def _leave_out(month: date) -> str:
    return _("Leave out %(month)s") % {"month": month_name(month)}
