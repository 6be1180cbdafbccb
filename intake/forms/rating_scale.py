"""Part of the form for matching columns: the scale of the ratings, as the values in the file show it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from intake.forms.field_groups import filled_in
from intake.forms.scale_questions import end_missing, question, several
from intake.forms.word_lists import open_lines, rating_points
from intake.instruments import Instrument
from intake.profile_wording import in_lines
from intake.reading.profiles import POINTS, RowFilter, Scale
from intake.reading.rating_values import Doubt, RatingValues, doubt_about, guessed_scale
from intake.reading.ratings import key_of, points_of
from intake.reading.row_filters import RELATIONS
from intake.reading.usual_titles import guessed_instrument

FIELDS = ("instrument", "lowest", "highest", "words", "words_only", "decimal_comma")
# Fields that follow the rating column and the survey type, unless someone has changed them.
FOLLOWING = ("lowest", "highest", "words", "decimal_comma")
MOST_OPEN_LINES = 20
MOST_GRADES = 10

Rows = tuple[RowFilter, ...]
ValuesOf = Callable[[str, str, Rows], RatingValues]


@dataclass(frozen=True, slots=True)
class FoundValue:
    """Value of the rating column and its number of rows."""

    text: str
    rows: int


class RatingScaleForm(StyledForm):
    """Survey type, lowest and highest rating, and points of words. Asks a question if the values don't fit the scale.

    `values_of` returns the values of a column for a survey type and conditions on rows; `known` is the scale of the file's
    profile for its column.
    """

    instrument = forms.ChoiceField(label=_("Survey type"), choices=Instrument.choices)
    lowest = forms.FloatField(label=_("Lowest rating"), required=False, help_text=_("The worst possible answer."))
    highest = forms.FloatField(label=_("Highest rating"), required=False, help_text=_("The best possible answer."))
    words = forms.CharField(
        label=_("Points for each answer"),
        required=False,
        max_length=4000,
        help_text=_("One per line, such as “great = 5”. For values that aren't answers, leave out the points: “offered =”."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    words_only = forms.BooleanField(label=_("Accept only listed answers"), required=False)
    decimal_comma = forms.BooleanField(label=_("Numbers use a decimal comma (4,5)"), required=False)
    scale_answer = forms.ChoiceField(
        label=_("Question about the ratings"),
        required=False,
        choices=[(each, each) for each in ("keep", "found", "leave_out", "answers", "averages")],
        widget=forms.RadioSelect,
    )
    # Survey type, column and conditions that the other fields were filled in for, as JSON.
    scale_for = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any,
        *,
        rating: str,
        rows: Rows,
        values_of: ValuesOf,
        known: tuple[str, Scale] | None,
        initial: Mapping[str, Any],
    ) -> None:
        self._values_of, self._known, self._rows = values_of, known, rows
        self.has_followed = False
        self.is_preview = bool(data) and "preview" in data
        followed = self._followed(data, rating) if data else data
        instrument = (followed or {}).get("instrument") or self._instrument_of(rating)
        defaults = self._defaults(rating, instrument, rows)
        defaults["decimal_comma"] = defaults["decimal_comma"] or initial.get("decimal_comma", False)
        super().__init__(followed, initial={**initial, **defaults, "instrument": instrument})
        self.rating, self.values = rating, values_of(rating, instrument, rows)
        self.scale_question = ""

    @property
    def scale_fields(self) -> list[BoundField]:
        return [self[name] for name in (*FIELDS, "scale_for")]

    @property
    def followed_fields(self) -> list[BoundField]:
        """The fields of the scale as they followed, without errors: these would stay while the reader corrects them."""
        fresh = StyledForm(initial={name: self.data.get(name) for name in (*FIELDS, "scale_for")})
        fresh.fields = {name: self.fields[name] for name in (*FIELDS, "scale_for")}
        return [fresh[name] for name in (*FIELDS, "scale_for")]

    @property
    def scale_line(self) -> str:
        """Survey type, ends of the scale and points of words in a line."""
        instrument = dict(Instrument.choices).get(self["instrument"].value(), "")
        return " · ".join(filter(None, [str(instrument), filled_in(self.scale_fields)]))

    @property
    def has_open_scale(self) -> bool:
        """True if the values don't show the whole scale, so that a person completes it."""
        ends = [self[name].value() for name in ("lowest", "highest")]
        lines = str(self["words"].value() or "").splitlines()
        is_open = any(end in {None, ""} for end in ends) or any(line.rstrip().endswith("?") for line in lines)
        return bool(self.rating) and (is_open or any(self[name].errors for name in FIELDS))

    @property
    def found_values(self) -> list[FoundValue]:
        """Distinct values of the rating column, the highest first: all if they are few."""
        return [FoundValue(text, count) for text, count in self.values.listed()]

    @property
    def are_all_shown(self) -> bool:
        return len(self.found_values) == len(self.values.counts)

    @property
    def empty_rows(self) -> int:
        return self.values.rows - self.values.rated

    def clean_words(self) -> dict[str, int | None]:
        """Points of each answer. None if it doesn't count as an answer."""
        return rating_points(self.cleaned_data["words"], self.data.get("instrument", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._fill_in_ends(cleaned)
        self._turn_around(cleaned)
        lowest, highest = cleaned.get("lowest"), cleaned.get("highest")
        if lowest is not None and highest is not None and lowest >= highest:
            self.add_error("highest", _("The highest rating must be above the lowest."))
        if cleaned.get("words_only") and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words_only", _("First list the accepted answers with their points."))
        if self.rating and not {"lowest", "highest", "words", "words_only", "instrument"} & self.errors.keys():
            self._ask(cleaned)
        return cleaned

    def scale(self, base: Scale) -> Scale:
        """The scale from the cleaned data. A changed scale loses the factor of the source."""
        given = self.cleaned_data
        answer = given.get("scale_answer", "")
        lowest, highest = given["lowest"], given["highest"]
        if answer == "found":
            lowest, highest = self._ends_found(given)
        is_same = (base.instrument, base.lowest, base.highest) == (given["instrument"], lowest, highest)
        return replace(
            base,
            instrument=given["instrument"],
            lowest=lowest,
            highest=highest,
            decimal_comma=given["decimal_comma"],
            # The form shows only those of a known scale.
            words={**(dict.fromkeys(base.no_answers) if self._known is None else {}), **given["words"]},
            words_only=given["words_only"],
            factor=base.factor if is_same else 0,
            rounds=answer == "answers" or (is_same and base.rounds),
        )

    def _instrument_of(self, rating: str) -> str:
        return self._known[1].instrument if self._known and self._known[0] == rating else guessed_instrument(rating)

    def _defaults(self, rating: str, instrument: str, rows: Rows) -> dict[str, Any]:
        """Values of the following fields for a column, a survey type and conditions on rows."""
        if self._known and self._known[0] == rating and self._known[1].instrument == instrument:
            scale = self._known[1]
            ends: tuple[float | str, float | str] = (scale.lowest, scale.highest)
            words, comma, only = in_lines(scale.words), scale.decimal_comma, scale.words_only
        else:
            guess = guessed_scale(self._values_of(rating, instrument, rows), instrument)
            # Without a column there is nothing to ask.
            ends = (guess.scale.lowest, guess.scale.highest) if guess.has_ends or not rating else ("", "")
            words = "\n".join(
                filter(
                    None,
                    [in_lines(guess.scale.words), *open_lines(guess.unknown if len(guess.unknown) <= MOST_OPEN_LINES else ())],
                )
            )
            comma, only = guess.scale.decimal_comma, False
        return {
            "lowest": _plain(ends[0]), "highest": _plain(ends[1]), "words": words, "decimal_comma": comma, "words_only": only,
            "scale_for": json.dumps([instrument, rating, [astuple(row) for row in rows]]),
        }  # fmt: skip

    def _followed(self, data: Any, rating: str) -> Any:
        """The data in which the fields follow a changed rating column or survey type, except those that someone has changed."""
        if "scale_for" not in data:
            return data
        followed = data.copy()
        earlier = _earlier(data["scale_for"])
        if earlier is None:
            return data
        instrument_before, rating_before, rows_before = earlier
        instrument = data.get("instrument", "")
        if rating != rating_before and instrument == self._instrument_of(rating_before):
            instrument = followed["instrument"] = self._instrument_of(rating)
        if instrument not in POINTS or (instrument, rating, self._rows) == earlier:
            return followed
        before = self._defaults(rating_before, instrument_before, rows_before)
        now = self._defaults(rating, instrument, self._rows)
        for name in FOLLOWING:
            if _as_posted(data.get(name, "")) == _as_posted(before[name]):
                followed[name] = _as_typed(now[name])
        followed["scale_for"] = now["scale_for"]
        followed.pop("scale_answer", None)
        self.has_followed = True
        return followed

    def _turn_around(self, cleaned: dict[str, Any]) -> None:
        """Read a scale whose best answer is 1, such as school grades, by the points of each number."""
        worst, best = cleaned.get("lowest"), cleaned.get("highest")
        if best != 1 or worst is None or not best < worst <= MOST_GRADES or cleaned.get("instrument") != "csat":
            return
        upwards = Scale(lowest=best, highest=worst)
        grades = {str(grade): points_of(upwards, best + worst - grade) for grade in range(1, int(worst) + 1)}
        cleaned |= {"lowest": best, "highest": worst, "words": {**grades, **(cleaned.get("words") or {})}}

    def _fill_in_ends(self, cleaned: dict[str, Any]) -> None:
        """Ask for the ends of the scale if the values don't show them. Without numbers in the file, they don't matter."""
        points = POINTS.get(cleaned.get("instrument", ""), (1, 5))
        listed = {key_of(word) for word in cleaned.get("words") or ()}
        found = self.values.numbers(decimal_comma=cleaned.get("decimal_comma", False))
        numbers = [rated.value for text, rated in found.items() if key_of(text) not in listed]
        for name, usual in zip(("lowest", "highest"), points, strict=True):
            if cleaned.get(name) is not None or name in self.errors:
                continue
            if numbers and not cleaned.get("words_only"):
                self.add_error(name, end_missing(name, numbers))
            else:
                cleaned[name] = float(usual)

    def _ask(self, cleaned: dict[str, Any]) -> None:
        """Ask a question about the values that don't fit the scale, and require an answer."""
        scale = self.scale(self._known[1] if self._known else Scale())
        settled = self._known is not None and (scale.lowest, scale.highest) == (self._known[1].lowest, self._known[1].highest)
        answer = cleaned.get("scale_answer", "")
        asked = replace(
            scale, lowest=cleaned["lowest"], highest=cleaned["highest"], rounds=scale.rounds and answer != "answers"
        )
        found = doubt_about(asked, self.values, is_settled=settled)
        if found is None:
            cleaned["scale_answer"] = ""
            return
        doubt, texts = found
        if doubt == Doubt.SEVERAL:
            self.add_error("column_rating", several(texts))
            return
        self.scale_question, choices = question(doubt, texts, asked, self.values, self._ends_found(cleaned))
        field = self.fields["scale_answer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what is declared above
        field.choices = choices
        self["scale_answer"].label = self.scale_question
        if answer not in dict(choices):
            # While the reader is still matching columns, an open question is no mistake.
            if not self.is_preview:
                self.add_error("scale_answer", _("Choose an answer."))
        elif answer == "averages":
            self.add_error(
                "scale_answer",
                _(
                    "Averages can't be imported as answers. Choose the column with each customer's rating, or export the file "
                    "with one answer in each row."
                ),
            )

    def _ends_found(self, given: Mapping[str, Any]) -> tuple[float, float]:
        """Lowest and highest rating, changed to what the values show."""
        found = self.values.numbers(decimal_comma=self.cleaned_data.get("decimal_comma", False)).values()
        numbers = [number for rated in found for number in (rated.value, rated.out_of) if number is not None]
        if not numbers:
            return given["lowest"], given["highest"]
        is_outside = min(numbers) < given["lowest"] or max(numbers) > given["highest"]
        return min(given["lowest"], *numbers), max(given["highest"], *numbers) if is_outside else max(numbers)


def _plain(end: float | str) -> float | str:
    """The end of a scale without needless decimals."""
    return int(end) if isinstance(end, float) and end.is_integer() else end


def _earlier(scale_for: str) -> tuple[str, str, Rows] | None:
    """Survey type, column and conditions of the hidden field, or None if it doesn't have them."""
    try:
        instrument, rating, rows = json.loads(scale_for)
        found = tuple(RowFilter(*map(str, row)) for row in rows)
    except (ValueError, TypeError):
        return None
    is_known = instrument in POINTS and isinstance(rating, str) and all(row.relation in RELATIONS for row in found)
    return (instrument, rating, found) if is_known else None


def _as_typed(value: Any) -> Any:
    if isinstance(value, bool):
        return "on" if value else ""
    return f"{value:g}" if isinstance(value, int | float) else value or ""


def _as_posted(value: Any) -> str:
    """A value as text, the same for a default and what a browser sends of it."""
    text = str(_as_typed(value)).strip()
    try:
        return f"{float(text):g}"
    except ValueError:
        return "\n".join(line.strip() for line in text.splitlines())
