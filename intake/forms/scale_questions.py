"""Questions about ratings that don't fit their scale, and the answers to choose from."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, ngettext

from intake.reading.profiles import Scale
from intake.reading.rating_values import Doubt, RatingValues
from intake.reading.usual_titles import is_averaged

MOST_NAMED = 5
LONGEST_NAMED = 40

Choices = list[tuple[str, str]]


def question(
    doubt: Doubt, texts: Sequence[str], scale: Scale, values: RatingValues, found: tuple[float, float]
) -> tuple[str, Choices]:
    """The question about these values, and its answers. `found` are the ends of the scale that the values show."""
    ends = {"low": f"{scale.lowest:g}", "high": f"{scale.highest:g}", "least": f"{found[0]:g}", "most": f"{found[1]:g}"}
    if doubt == Doubt.AVERAGED:
        return _about_averages(texts, ends, values)
    if doubt == Doubt.HIGHEST_MISSING:
        return _about_highest(ends)
    ends["values"] = _named(texts, values)
    if scale.words_only or not set(texts) & values.numbers(decimal_comma=scale.decimal_comma).keys():
        return (
            gettext("These values have no points: %(values)s. Add them to “Points for each answer”, or leave their rows out.")
            % ends,
            [("leave_out", gettext("Don't import these rows."))],
        )
    choices = [("leave_out", gettext("They are mistakes. Don't import these rows."))]
    if found != (scale.lowest, scale.highest):
        choices.append(("found", gettext("They are answers. Use the scale %(least)s to %(most)s.") % ends))
    return gettext("These values aren't on the scale %(low)s to %(high)s: %(values)s. What are they?") % ends, choices


def end_missing(name: str, numbers: Sequence[float]) -> str:
    """Message about a missing lowest or highest rating."""
    if name == "lowest":
        return gettext("Enter the worst possible answer. The lowest rating found is %(value)g.") % {"value": min(numbers)}
    return gettext("Enter the best possible answer. The highest rating found is %(value)g.") % {"value": max(numbers)}


def several(texts: Sequence[str]) -> str:
    """Message about a column with several ratings in a cell."""
    return gettext(
        "Cells of this column have several ratings, such as “%(value)s”. Choose a column with one rating in each cell."
    ) % {"value": texts[0][:LONGEST_NAMED]}


def _about_highest(ends: Mapping[str, str]) -> tuple[str, Choices]:
    return (
        gettext("The highest value found is %(most)s, but the scale goes up to %(high)s. What is the best possible answer?")
        % ends,
        [
            ("keep", gettext("%(high)s. No one gave it in these rows.") % ends),
            ("found", gettext("%(most)s. Use the scale %(low)s to %(most)s.") % ends),
        ],
    )


def _about_averages(texts: Sequence[str], ends: Mapping[str, str], values: RatingValues) -> tuple[str, Choices]:
    if texts[0] in values.percentages(values.numbers(decimal_comma=values.decimal_comma)):
        return _about_percentages(texts[0], values)
    title = values.title
    choices = [
        ("answers", gettext("One customer's answer in each row, such as half stars. Halves are rounded up.")),
        ("averages", gettext("Averages or sums of several answers.")),
    ]
    if is_averaged(title):
        text = gettext("The title “%(title)s” sounds like averages or sums. What are these values?") % {"title": title}
    else:
        text = gettext("%(value)s is not a whole point of %(low)s–%(high)s. Are these averages, or half stars?") % {
            **ends,
            "value": texts[0],
        }
    return text, choices


def _about_percentages(example: str, values: RatingValues) -> tuple[str, Choices]:
    if values.counted_by:
        text = gettext("“%(counted)s” is beside these ratings. Is each, such as %(value)s, a share of several answers?") % {
            "counted": values.counted_by,
            "value": example,
        }
    else:
        text = gettext("Is each of these ratings, such as %(value)s, a share of several answers?") % {"value": example}
    return text, [
        ("averages", gettext("Yes, the percentage of satisfied customers or an average.")),
        ("answers", gettext("No, one customer's answer on a scale from 0 to 100.")),
    ]


def _named(texts: Sequence[str], values: RatingValues) -> str:
    named = [
        ngettext("%(value)s (%(count)d row)", "%(value)s (%(count)d rows)", values.counts[text])
        % {"value": text[:LONGEST_NAMED], "count": values.counts[text]}
        for text in texts[:MOST_NAMED]
    ]
    more = len(texts) - len(named)
    return ", ".join([*named, *([gettext("%(count)d more") % {"count": more}] if more else [])])
