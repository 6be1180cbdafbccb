"""Forms for files about people: the upload, and how a file is read."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LongSelect, StyledForm
from core.time_zones import known_zones
from intake.forms.field_groups import filled_in
from intake.reading.staff.results import StaffAsk, StaffContent, StaffKind, StaffQuestion
from intake.reading.staff.tables import guessed_staff_columns
from intake.reading.staff.words import OF_LEAVE, OF_STAFF, StaffField
from intake.staff_sentences import CHOICES, FIELDS, question_words
from intake.staff_settings import StaffSettings
from people.identity import Channel

_PARTS = {"%d": gettext_lazy("day"), "%m": gettext_lazy("month"), "%Y": gettext_lazy("year"), "%y": gettext_lazy("year")}


class StaffUploadForm(StyledForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A list of people or of leave as CSV, XLSX or JSON with a header row, or a calendar with leave or shifts (iCal)."
        ),
        error_messages={"empty": gettext_lazy("The file is empty. Export it again and choose the new file.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.xlsx,.ics,.ical"}),
    )


class StaffForm(StyledForm):
    """Questions about a file, and (for tables) its content and its columns."""

    def __init__(self, data: Any, *, header: Sequence[str], settings: StaffSettings, content: StaffContent) -> None:
        super().__init__(data)
        self._settings, self._header = settings, tuple(header)
        asked = [*content.questions, *content.settled]
        self.questions = [each for each in asked if each.kind is not StaffAsk.KIND]
        self._examples = content.examples
        for question in self.questions:
            self.fields[field_of(question)] = _question_field(question)
        if self._settings.kind is not StaffKind.CALENDAR:
            self._add_columns()
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-select" if isinstance(field, forms.ChoiceField) else "form-control")

    def _add_columns(self) -> None:
        kinds = [(kind.value, CHOICES[kind]) for kind in (StaffKind.STAFF, StaffKind.LEAVE)]
        self.fields["kind"] = forms.ChoiceField(
            label=_("What is in this file?"), choices=[("", _("Choose")), *kinds], initial=self._settings.kind or ""
        )
        titles = [("", _("Not in the file")), *((title, self._with_example(title)) for title in self._header)]
        for column in OF_LEAVE if self._settings.kind is StaffKind.LEAVE else OF_STAFF:
            self.fields[f"column_{column.value}"] = forms.ChoiceField(
                label=str(FIELDS[column]), choices=titles, required=False, initial=self._settings.columns.get(column, "")
            )

    def _with_example(self, title: str) -> str:
        example = self._examples.get(title)
        return f"{title} ({example})" if example else title

    @property
    def asked(self) -> list[forms.BoundField]:
        """Fields of the questions, and of the content of a table."""
        return [*(self[field_of(question)] for question in self.questions), *([self["kind"]] if "kind" in self.fields else [])]

    @property
    def columns(self) -> list[forms.BoundField]:
        """Fields of the columns. Calendars have none."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    @property
    def column_line(self) -> str:
        """The chosen columns in a line."""
        return filled_in(self.columns)

    @property
    def has_open_columns(self) -> bool:
        """True unless a file has questions and its columns are guessed: nobody should look through all columns for them."""
        is_wrong = bool(self.non_field_errors()) or any(field.errors for field in self.columns)
        return is_wrong or not self.questions or not self._settings.columns

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._settings.kind is StaffKind.CALENDAR or self.errors or self._changes_kind:
            return cleaned
        columns = self._chosen_columns()
        if len(set(columns.values())) < len(columns):
            self.add_error(None, _("One column is chosen twice. Choose each column once."))
        if not {StaffField.NAME, StaffField.LAST_NAME, StaffField.EMAIL} & columns.keys():
            self.add_error("column_name", _("Choose the column with the names, or the one with the e-mail addresses."))
        if self._settings.kind is StaffKind.LEAVE and StaffField.FIRST_ON not in columns:
            self.add_error("column_first_on", _("Choose the column with the first day of leave."))
        return cleaned

    def settings(self) -> StaffSettings:
        """The settings with the answers of this form. Another content gets the columns that its titles suggest."""
        given = {question.key: self.cleaned_data[field_of(question)] for question in self.questions}
        answers = {**self._settings.answers, **given}
        if self._settings.kind is StaffKind.CALENDAR:
            return StaffSettings(StaffKind.CALENDAR, {}, answers, self._settings.people)
        kind = StaffKind(self.cleaned_data["kind"])
        columns = guessed_staff_columns(self._header, kind) if self._changes_kind else self._chosen_columns()
        return StaffSettings(kind, columns, answers, self._settings.people)

    @property
    def _changes_kind(self) -> bool:
        return self.cleaned_data.get("kind") != (self._settings.kind or "")

    def _chosen_columns(self) -> dict[StaffField, str]:
        chosen = {column: self.cleaned_data.get(f"column_{column.value}", "") for column in StaffField}
        return {column: title for column, title in chosen.items() if title}


def field_of(question: StaffQuestion) -> str:
    """Name of the field for a question."""
    return f"answer_{blake2b(question.key.encode(), digest_size=9).hexdigest()}"


def _question_field(question: StaffQuestion) -> forms.Field:
    label, help_text = question_words(question)
    options: dict[str, Any] = {"label": label, "help_text": help_text, "initial": question.guess}
    if question.kind is StaffAsk.ZONE:
        zones = [(name, name) for name in sorted(known_zones())]
        return forms.ChoiceField(choices=zones, widget=LongSelect(attrs={"class": "form-select"}), **options)
    if question.kind is StaffAsk.LANGUAGE:
        pattern = r"^([a-z]{2,3}(-[a-z0-9]{2,4})?|-)$"
        wrong = _("Enter a code such as en, de or pt-br, or a hyphen (-).")
        return forms.RegexField(pattern, error_messages={"invalid": wrong}, max_length=8, **options)
    if question.kind is StaffAsk.FULL_TIME:
        return forms.RegexField(r"^\d{1,2}([.,]\d)?$", error_messages={"invalid": _("Enter hours, such as 38.5.")}, **options)
    choices = [*_choices(question)]
    if not question.guess:
        choices.insert(0, ("", _("Choose")))
    return forms.ChoiceField(choices=choices, **options)


def _choices(question: StaffQuestion) -> list[tuple[str, Any]]:
    if question.kind is StaffAsk.CHANNEL:
        return [*Channel.choices, ("-", _("Leave it out"))]
    if question.kind is StaffAsk.DATES:
        return [(style, _date_words(style)) for style in question.choices]
    if question.kind is StaffAsk.STATUS:
        return [(answer, CHOICES[answer]) for answer in ("take", "skip")]
    if question.kind is StaffAsk.MEANING and not question.choices:
        return [(answer, CHOICES[answer]) for answer in ("leave", "skip")]
    return [(answer, CHOICES[answer]) for answer in question.choices]


def _date_words(style: str) -> str:
    words = style
    for part, word in _PARTS.items():
        words = words.replace(part, str(word))
    return words
