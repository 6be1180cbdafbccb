"""The cells of a candidate that stay the same while people are chosen and filtered, as ready HTML."""

from collections.abc import Sequence
from functools import lru_cache

from django.template import loader
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from crisis.cells import value_name
from feedback.charts import month_charts
from feedback.sustained import RankedCsp
from people.queries.colleagues import Colleague
from selection.coverage import Dimension
from selection.presentation.scales import ListScale
from selection.queries.leader_input import ShownLeaderInput

# Some 2 KiB each: as many as a process shows to a few leads at a time.
REMEMBERED = 2000


def cells(row: RankedCsp, person: Colleague, card_url: str, note: str, scale: ListScale) -> SafeString:
    """Name and note, adjusted CSAT, interval, months and responses. Cached by everything that they show, because rendering
    them is most of the work of a page.
    """
    return _cells(row, person, card_url, note, scale, get_language() or "")


@lru_cache(maxsize=REMEMBERED)
def _cells(row: RankedCsp, person: Colleague, card_url: str, note: str, scale: ListScale, _language: str) -> SafeString:
    axis = scale.axis
    context = {
        "row": row,
        "person": person,
        "card_url": card_url,
        "note": note,
        "scale": scale,
        "lower": axis.at(row.lower_bound_percent),
        "middle": axis.at(row.csat_percent),
        "upper": axis.at(row.upper_bound_percent),
        "chart": month_charts([row], from_percent=scale.months_least)[0],
    }
    return SafeString(loader.render_to_string("selection/_candidate_cells.html", context).strip())


def cells_without_figures(person: Colleague, said: Sequence[ShownLeaderInput]) -> SafeString:
    """Name, team, shift, channels, languages and what team leaders say, where the lead picks without scores."""
    channels = ", ".join(value_name(Dimension.CHANNEL, channel) for channel in person.channels)
    languages = ", ".join(value_name(Dimension.LANGUAGE, language) for language in person.languages)
    context = {"person": person, "works": [part for part in (channels, languages) if part], "said": said}
    return SafeString(loader.render_to_string("selection/_cells_without_figures.html", context).strip())


def interval_header(scale: ListScale) -> SafeString:
    """Header of the intervals with the labelled axis."""
    return _header("selection/_interval_header.html", scale, get_language() or "")


def months_header(scale: ListScale) -> SafeString:
    """Header of the months with their letters."""
    return _header("selection/_months_header.html", scale, get_language() or "")


@lru_cache(maxsize=100)
def _header(template: str, scale: ListScale, _language: str) -> SafeString:
    return SafeString(loader.render_to_string(template, {"scale": scale}).strip())
