"""Forms of the way in: the file, and what its columns mean."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from feedback.models import Import, Instrument
from feedback.queries.files import readings_of
from feedback.reading.days import DATE_FORMATS
from feedback.reading.guessing import DateReading, only_reading, without_other_dates
from feedback.reading.layouts import Layout
from feedback.reading.profiles import GENERIC, POINTS, REQUIRED, DateRule, Field, Profile, guessed_columns

_POINTS = re.compile(r"\d{1,2}", re.ASCII)

COLUMNS: Mapping[Field, Any] = {
    Field.STARTED: _("Date (and time) of the contact"),
    Field.STARTED_TIME: _("Time of the contact, if in a column of its own"),
    Field.AGENT: _("Agent"),
    Field.AGENT_EMAIL: _("E-mail of the agent, if in a column of its own"),
    Field.RATING: _("Rating"),
    Field.INSTRUMENT: _("What was asked (CSAT, NPS or CES), if in a column of its own"),
    Field.EXTERNAL_ID: _("Id of the contact"),
    Field.TOPIC: _("Topic"),
    Field.CHANNEL: _("Channel"),
    Field.LANGUAGE: _("Language"),
    Field.COMMENT: _("Comment"),
    Field.RESPONDED: _("Date of the answer"),
    Field.SURVEY_SENT: _("Date on which the customer was asked"),
    Field.ENDED: _("End of the contact"),
    Field.FIRST_RESPONSE: _("Date of the first reply, if there is no response time"),
    Field.RESOLVED: _("Resolved (yes or no)"),
    Field.FIRST_CONTACT: _("Resolved on first contact (yes or no)"),
    Field.RESPONSE_TIME: _("Response time"),
    Field.HANDLE_TIME: _("Handle time"),
    Field.RECORDING: _("Link to the recording"),
    Field.TRANSCRIPT: _("Transcript"),
}

EXAMPLES: Mapping[str, Any] = {
    "iso": _("2026-12-31, with or without time"),
    "%d.%m.%Y": _("31.12.2026 (day first)"),
    "%d/%m/%Y": _("31/12/2026 (day first)"),
    "%m/%d/%Y": _("12/31/2026 (month first)"),
    "%d-%m-%Y": _("31-12-2026 (day first)"),
    "%m-%d-%Y": _("12-31-2026 (month first)"),
    "%Y/%m/%d": _("2026/12/31"),
    "%Y.%m.%d": _("2026.12.31"),
    "%d.%m.%y": _("31.12.26 (day first)"),
    "%d/%m/%y": _("31/12/26 (day first)"),
    "%m/%d/%y": _("12/31/26 (month first)"),
    "%d-%b-%y": _("31-Dec-26"),
    "%d-%b-%Y": _("31-Dec-2026"),
    "%d/%b/%y": _("31/Dec/26"),
    "%d/%b/%Y": _("31/Dec/2026"),
    "%d %b %Y": _("31 Dec 2026"),
    "%b %d, %Y": _("Dec 31, 2026"),
    "%a, %d %b %Y": _("Thu, 31 Dec 2026"),
    "epoch": _("1798675200 (seconds or milliseconds since 1970)"),
    "serial": _("46387.5 (days, as spreadsheets count them)"),
}


class UploadForm(StyledForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, JSON or XLSX, as your help desk exports it. The first line of a table names its columns."),
        error_messages={"empty": _("The file is empty. Export it again and choose the new file.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.xlsx"}),
    )


class ColumnsForm(StyledForm):
    """What the columns of a file mean. `profile()` is the result; what the form does not ask stays as it was."""

    source = forms.CharField(
        label=_("Source"),
        max_length=60,
        help_text=_("A name for where the file comes from. Files of one source know each other's ids and names."),
    )
    date_format = forms.ChoiceField(label=_("Dates are written as"))
    time_style = forms.ChoiceField(
        label=_("Times of day are written as"),
        choices=[("clock", _("14:30 or 2:30 PM")), ("day_fraction", _("0.604 (fraction of a day)"))],
    )
    answer_format = forms.ChoiceField(label=_("Dates of the answer are written as"), required=False)
    instrument = forms.ChoiceField(label=_("The rating answers a question of"), choices=Instrument.choices)
    lowest = forms.FloatField(label=_("Lowest rating"), help_text=_("The worst a customer can answer."))
    highest = forms.FloatField(label=_("Highest rating"), help_text=_("The best a customer can answer."))
    words = forms.CharField(
        label=_("Ratings that stand for something else"),
        required=False,
        max_length=4000,
        help_text=_("One on each line, such as “great = 5”; “offered =” is no answer. They are looked up first."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    decimal_comma = forms.BooleanField(label=_("Numbers have a decimal comma (4,5)"), required=False)
    durations = forms.ChoiceField(
        label=_("Durations are written as"),
        choices=[("seconds", _("Seconds")), ("clock", _("Minutes and seconds, 2:23")), ("clock12", _("Clock, 12:02:23 AM"))],
    )

    def __init__(self, data: Any, *, imported: Import) -> None:
        self.base = Profile.from_json(imported.profile) if imported.profile else None
        self.header = Layout.from_json(imported.layout).header
        columns = dict(self.base.columns) if self.base else guessed_columns(self.header)
        readings = readings_of(imported)
        if Field.STARTED not in columns and readings:
            # No title says it, so the first column that holds dates.
            columns[Field.STARTED] = next(iter(readings))
        started = (data or {}).get(f"column_{Field.STARTED}") or columns.get(Field.STARTED, "")
        self.readings = readings.get(started, [])
        answers = readings.get((data or {}).get(f"column_{Field.RESPONDED}") or columns.get(Field.RESPONDED, ""), [])
        if self.base is None:
            columns = without_other_dates(columns, readings, self._date_format())
        super().__init__(data, initial=self._first_guess(columns, answers))
        choices = [("", _("Not in this file")), *((title, title) for title in dict.fromkeys(self.header) if title)]
        for column, label in COLUMNS.items():
            name = f"column_{column}"
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=column in REQUIRED)
            self.fields[name].widget.attrs["class"] = "form-select"
        self.fields["date_format"] = forms.ChoiceField(
            label=_("Dates are written as"), choices=_date_choices(self.readings), help_text=self.ambiguity
        )
        self.fields["date_format"].widget.attrs["class"] = "form-select"
        same = ("", gettext("In the same way"))
        self.fields["answer_format"] = forms.ChoiceField(
            label=_("Dates of the answer are written as"), choices=[same, *_date_choices(answers)[1:]], required=False
        )
        self.fields["answer_format"].widget.attrs["class"] = "form-select"
        self.order_fields([*(f"column_{column}" for column in COLUMNS), *self.base_fields])

    @property
    def ambiguity(self) -> str:
        """What to say when dates can be read in more than one way; empty when they cannot."""
        if self.readings and only_reading(self.readings) is None:
            return gettext("These dates can be read in more than one way. Please choose the one that is meant.")
        return ""

    @property
    def readings_in_words(self) -> list[str]:
        """Each way to read the dates, with an example and the share of the first rows that it explains."""
        return [_with_share(reading.format, reading.share) for reading in self.readings]

    def _first_guess(self, columns: Mapping[Field, str], answers: Sequence[DateReading]) -> dict[str, Any]:
        base = self.base or Profile(name=GENERIC, source="", columns={}, durations="clock")
        return {
            "source": base.source,
            "date_format": self._date_format(),
            "time_style": base.dates.time,
            "answer_format": self.base.dates.responded if self.base else only_reading(answers) or "",
            "words": _in_lines(base.scale.words),
            "instrument": base.scale.instrument,
            "lowest": base.scale.lowest,
            "highest": base.scale.highest,
            "decimal_comma": base.scale.decimal_comma,
            "durations": base.durations,
            **{f"column_{column}": title for column, title in columns.items()},
        }

    def _date_format(self) -> str:
        """The profile's own way of writing dates, unless the file is written in another that has to be chosen."""
        own = self.base.dates.date if self.base else ""
        fits = any(reading.format == own and reading.share == self.readings[0].share for reading in self.readings)
        return own if fits else only_reading(self.readings) or ("" if self.readings else own)

    def clean_words(self) -> dict[str, int | None]:
        """The points of each word; None for what is no answer."""
        low, high = POINTS.get(self.data.get("instrument", ""), (0, 10))
        words: dict[str, int | None] = {}
        for line in filter(str.strip, self.cleaned_data["words"].splitlines()):
            word, sign, points = (part.strip() for part in line.rpartition("="))
            if not sign or not word or (points and not (_POINTS.fullmatch(points) and low <= int(points) <= high)):
                raise forms.ValidationError(
                    gettext("“%(line)s” is not understood. Write a rating, “=” and its points from %(low)d to %(high)d.")
                    % {"line": line[:80], "low": low, "high": high}
                )
            words[word] = int(points) if points else None
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lowest, highest = cleaned.get("lowest"), cleaned.get("highest")
        if lowest is not None and highest is not None and lowest >= highest:
            self.add_error("highest", _("The highest rating must be above the lowest."))
        chosen = [cleaned[f"column_{column}"] for column in COLUMNS if cleaned.get(f"column_{column}")]
        for column in COLUMNS:
            if (title := cleaned.get(f"column_{column}")) and chosen.count(title) > 1:
                self.add_error(f"column_{column}", _("This column is chosen twice."))
        return cleaned

    def profile(self) -> Profile:
        """The profile that the cleaned answers make."""
        given = self.cleaned_data
        base = self.base or Profile(name=GENERIC, source=given["source"], columns={})
        return replace(
            base,
            source=given["source"],
            columns={column: given[f"column_{column}"] for column in COLUMNS if given[f"column_{column}"]},
            dates=DateRule(
                date=given["date_format"], time=given["time_style"], zone=base.dates.zone, responded=given["answer_format"]
            ),
            scale=replace(
                base.scale,
                instrument=given["instrument"],
                lowest=given["lowest"],
                highest=given["highest"],
                decimal_comma=given["decimal_comma"],
                words=given["words"],
            ),
            durations=given["durations"],
        )


def _in_lines(words: Mapping[str, int | None]) -> str:
    """The words as they are edited, the best rating first."""
    best_first = sorted(words.items(), key=lambda item: (item[1] is None, -(item[1] or 0), item[0]))
    return "\n".join(f"{word} = {'' if points is None else points}".strip() for word, points in best_first)


def _date_choices(readings: Sequence[DateReading]) -> list[tuple[str, str]]:
    shares = {reading.format: reading.share for reading in readings}
    ordered = sorted(DATE_FORMATS, key=lambda format_: -shares.get(format_, 0))
    return [("", gettext("Please choose")), *((format_, _with_share(format_, shares.get(format_))) for format_ in ordered)]


def _with_share(format_: str, share: float | None) -> str:
    example = str(EXAMPLES[format_])
    if share is None:
        return example
    return gettext("%(example)s – fits %(percent).0f %% of the rows") % {"example": example, "percent": share * 100}
