"""Form for matching columns, with the formats of dates, ratings, channels and topics."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.forms.field_groups import FieldGroup
from intake.forms.file_dates import ambiguity, date_choices, undated, with_share
from intake.forms.file_rows import RowFields, condition_initial, posted_rows
from intake.forms.file_times import TimeFields, ZoneField, guessed_zone, unit_fields, unit_initial, zone_help
from intake.forms.rating_scale import RatingScaleForm
from intake.forms.word_lists import channel_lines, channels_of, topic_groups, topic_lines
from intake.models import Import
from intake.profile_wording import COLUMNS, DURATIONS, TIMES
from intake.queries.first_looks import fields_asked, looked_at
from intake.queries.ratings import values_found
from intake.queries.sources import as_spelled, is_source, last_source_for, sources_to_choose
from intake.reading.column_guesses import without_other_dates
from intake.reading.date_readings import DateReading, only_reading
from intake.reading.layouts import Layout
from intake.reading.profiles import GENERIC, Field, Profile, Scale
from intake.reading.question_titles import asks_who_helped
from intake.reading.zone_guesses import with_zone
from people.queries.organisation import reporting_zone

# Fields that every file needs a look at, by their importance to the reader.
FIRST = ("source", "column_started", "date_format", "column_agent", "column_external_id", "column_rating")
# Groups of the other fields, each with a title and a note about what it is for.
GROUPS: Mapping[str, tuple[Any, Any, tuple[str, ...]]] = {
    "times": (
        _("Time zone and times"),
        _("Time zone of the file, and contact times in their own column"),
        ("zone", "column_started_time", "time_style"),
    ),
    "about": (
        _("Comment, channel, topic and language"),
        _("None of these is chosen."),
        ("column_comment", "column_language", "column_channel", "channels", "column_topic", "topics"),
    ),
    "agents": (
        _("More about agents"),
        _("Their e-mail addresses, and names that mean no one"),
        ("column_agent_email", "nobody"),
    ),
    "more": (
        _("More columns"),
        _("Handle time, resolution, survey dates, recording and transcript"),
        (
            "column_instrument", "column_responded", "answer_format", "column_survey_sent", "column_ended",
            "column_first_response", "column_response_time", f"unit_{Field.RESPONSE_TIME}", "column_handle_time",
            f"unit_{Field.HANDLE_TIME}", "durations", "column_resolved",
            "column_first_contact", "column_recording", "column_transcript",
        ),
    ),
}  # fmt: skip


class ColumnsForm(RowFields, TimeFields, RatingScaleForm):
    """Form for the columns of a file. `profile()` is the result; settings without a field keep their value."""

    source = forms.CharField(
        label=_("Source"),
        max_length=60,
        help_text=_("The system this file comes from. Files from the same source share contact IDs and matched names."),
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
    date_format = forms.ChoiceField(label=_("Date format"))
    time_style = forms.ChoiceField(label=_("Time format"), choices=list(TIMES.items()))
    answer_format = forms.ChoiceField(label=_("Format of survey response dates"), required=False)
    nobody = forms.CharField(
        label=_("Names that mean no one"),
        required=False,
        max_length=4000,
        help_text=_(
            "One per line, such as “Team inbox”. These contacts count as unassigned. Usual names, such as “Unassigned”, "
            "“Deleted user” and “Bot”, are recognised."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    channels = forms.CharField(
        label=_("Channel names in the file"),
        required=False,
        max_length=2000,
        help_text=_("One per line, such as “Outcall = Phone”. You can use Phone, Chat, E-mail, Social media and Other."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    topics = forms.CharField(
        label=_("Topic groups"),
        required=False,
        max_length=20_000,
        help_text=_(
            "One per line, such as “Late parcel = Delivery”. People are compared within a topic, so a few large groups "
            "work better than many small ones."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    durations = forms.ChoiceField(label=_("Duration format"), choices=list(DURATIONS.items()))
    remember_as = forms.CharField(
        label=_("Save as import profile"),
        required=False,
        max_length=60,
        help_text=_("The next file with these columns is then read automatically. Leave blank to read only this file."),
    )
    replaces = forms.BooleanField(label=_("Replace the existing profile"), required=False)

    def __init__(self, data: Any, *, imported: Import) -> None:
        self.base = Profile.from_json(imported.profile) if imported.profile else None
        layout = Layout.from_json(imported.layout)
        self.header, self.zone_said, self.table_answers = layout.header, layout.zone, layout.answers
        self.seen = looked_at(imported)
        columns = dict(self.base.columns if self.base else self.seen.guesses)
        self.started = started = (data or {}).get(f"column_{Field.STARTED}") or columns.get(Field.STARTED, "")
        self.readings = self.seen.readings.get(started, ())
        responded = (data or {}).get(f"column_{Field.RESPONDED}") or columns.get(Field.RESPONDED, "")
        answers = self.seen.readings.get(responded, ())
        if self.base is None:
            columns = without_other_dates(columns, self.seen.readings, self._date_format())
        rating, asked = ((data or {}).get(f"column_{each}", columns.get(each, "")) for each in (Field.RATING, Field.INSTRUMENT))
        known = self._known_scale(imported)
        # Such as -99 in surveys whose rating column a person has to choose.
        no_answers = self.base.scale.no_answers if self.base and known is None else frozenset()
        super().__init__(
            data,
            rating=rating,
            rows=posted_rows(data, self.header) if data else self.base.rows if self.base else (),
            values_of=lambda title, kind, rows: values_found(
                imported, title, started=started, rows=rows, asked_title=asked, asked=kind
            ).without(no_answers),
            known=known,
            initial=self._first_guess(columns, answers),
        )
        self._ask_for_columns()
        self._ask_for_dates(answers)
        self.ask_for_rows(imported, data, columns, self.titles())
        self.offers_to_replace = bool(data and data.get("replaces"))
        self.sources = sources_to_choose()

    def _known_scale(self, imported: Import) -> tuple[str, Scale] | None:
        """Rating column and scale of the file's profile, unless a person has to check which question has the rating."""
        if self.base is None or Field.RATING in fields_asked(imported, self.base):
            return None
        return self.base.columns.get(Field.RATING, ""), self.base.scale

    def _ask_for_columns(self) -> None:
        choices = [("", _("Not in this file")), *self.titles()]
        for column, label in COLUMNS.items():
            field = forms.ChoiceField(label=label, choices=choices, required=False)
            field.widget.attrs["class"] = "form-select"
            self.fields[f"column_{column}"] = field
        self.fields[f"column_{Field.EXTERNAL_ID}"].help_text = _(
            "With it, importing a contact again updates it instead of adding it twice."
        )

        if typed := [title for title in self.header if asks_who_helped(title)]:
            self.fields[f"column_{Field.AGENT}"].help_text = _(
                "“%(title)s” has names as customers typed them, which can be misspelled or wrong. Choose it only if no other "
                "column has the agent. You then match each spelling to a person."
            ) % {"title": typed[0]}

    def titles(self) -> list[tuple[str, str]]:
        """Titles of columns, each with the first values in it."""
        shown = {title: self.seen.examples.get(title, "") for title in self.header if title}
        return [(title, f"{title} — {example}" if example else title) for title, example in shown.items()]

    def _ask_for_dates(self, answers: Sequence[DateReading]) -> None:
        zone = ZoneField()
        zone.help_text = zone_help(self.started, self.seen, str(reporting_zone()))
        same = ("", gettext("Same as the contact dates"))
        asked = {
            "date_format": forms.ChoiceField(
                label=_("Date format"),
                choices=date_choices(self.readings, is_whole=self.seen.is_whole),
                help_text=self.ambiguity or undated(self.readings),
                required=False,
            ),
            "zone": zone,
            **unit_fields(),
            "answer_format": forms.ChoiceField(
                label=_("Format of survey response dates"),
                choices=[same, *date_choices(answers, is_whole=self.seen.is_whole)[1:]],
                required=False,
            ),
        }
        for name, field in asked.items():
            field.widget.attrs["class"] = "form-control" if name == "zone" else "form-select"
            self.fields[name] = field

    @property
    def first(self) -> list[BoundField]:
        """Fields that every file needs a look at."""
        return [self[name] for name in FIRST]

    @property
    def groups(self) -> list[FieldGroup]:
        """The other fields. A group with an error is open, and so is the time zone if only a person knows it."""
        return [self._group(name, title, note, names) for name, (title, note, names) in GROUPS.items()]

    def _group(self, name: str, title: Any, note: Any, names: Sequence[str]) -> FieldGroup:
        fields = tuple(self[each] for each in names)
        is_open = any(field.errors for field in fields) or (name == "times" and self.is_zone_unknown)
        return FieldGroup(name, title, note, fields, is_open)

    @property
    def wrong(self) -> list[BoundField]:
        """Fields with errors that prevent a preview. The source doesn't affect it, and a question about the scale can wait."""
        return [field for field in self if field.errors and field.name not in {"source", "scale_answer"}]

    @property
    def ambiguity(self) -> str:
        """Message if dates can be read in more than one way, else empty."""
        return ambiguity(self.readings)

    @property
    def is_undecided(self) -> bool:
        """True while the date format is ambiguous and not chosen."""
        return bool(self.ambiguity) and not self["date_format"].value()

    @property
    def readings_in_words(self) -> list[str]:
        """Possible date formats, each with an example and the share of the rows that fit."""
        return [with_share(reading.format, reading, is_whole=self.seen.is_whole) for reading in self.readings]

    def _first_guess(self, columns: Mapping[Field, str], answers: Sequence[DateReading]) -> dict[str, Any]:
        base = self.base or Profile(name=GENERIC, source="", columns={}, durations="clock")
        return {
            "source": base.source if is_source(base.source) else last_source_for(self.header),
            "date_format": self._date_format(),
            "time_style": base.dates.time,
            "zone": base.dates.zone or guessed_zone(columns, self.zone_said, self.seen) or self._usual_zone(),
            **unit_initial(self.base),
            **condition_initial(base.rows),
            "answer_format": self.base.dates.responded if self.base else only_reading(answers) or "",
            "channels": channel_lines(base, self.seen.words.get(columns.get(Field.CHANNEL, ""), ())),
            "topics": topic_lines(base, self.seen.words.get(columns.get(Field.TOPIC, ""), ())),
            "nobody": "\n".join(base.nobody),
            "decimal_comma": base.scale.decimal_comma if self.base else self.seen.has_decimal_comma(columns),
            "durations": base.durations,
            **{f"column_{column}": title for column, title in columns.items()},
        }

    def _usual_zone(self) -> str:
        """The organisation's zone, or none if only a person knows that of the file."""
        return "" if self.is_zone_unknown else str(reporting_zone())

    def _date_format(self) -> str:
        """The date format of the profile, unless the file fits another one better."""
        own = self.base.dates.date if self.base else ""
        fits = any(reading.format == own and reading.share == self.readings[0].share for reading in self.readings)
        return own if fits else only_reading(self.readings) or ("" if self.readings else own)

    def clean_nobody(self) -> tuple[str, ...]:
        """Names in the agent column that mean no one."""
        return tuple(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["nobody"].splitlines()))))

    def clean_source(self) -> str:
        """The source, spelled as in earlier imports."""
        if not is_source(name := as_spelled(self.cleaned_data["source"])):
            raise forms.ValidationError(_("Name the system that this file comes from, such as your survey tool."))
        return name

    def clean_channels(self) -> dict[str, str]:
        """Channels by their names in the file, except usual names."""
        return channels_of(self.cleaned_data["channels"])

    def clean_topics(self) -> dict[str, str]:
        """Groups by topic, except topics that are their own group."""
        return topic_groups(self.cleaned_data["topics"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._require_dates(cleaned)
        self.require_zone_and_units(cleaned)
        # If there is only one date, it can be that of the contact, its end and the survey response.
        single = [column for column in COLUMNS if column not in {Field.RESPONDED, Field.ENDED}]
        chosen = [cleaned[f"column_{column}"] for column in single if cleaned.get(f"column_{column}")]
        for column in single:
            if (title := cleaned.get(f"column_{column}")) and chosen.count(title) > 1:
                self.add_error(f"column_{column}", _("This column is chosen for another field too. Choose a different one."))
        return cleaned

    def _require_dates(self, cleaned: Mapping[str, Any]) -> None:
        """Without dates, a file can only name the agents of known contacts."""
        chosen = {column: title for column in COLUMNS if (title := cleaned.get(f"column_{column}"))}
        if Field.STARTED in chosen:
            if not cleaned.get("date_format") and "date_format" not in self.errors:
                self.add_error("date_format", _("Choose the format of the dates."))
        elif not Profile(name=GENERIC, source="", columns=chosen).names_agents:
            self.add_error(
                f"column_{Field.STARTED}",
                _(
                    "Choose the column with the contact date. Only a file that names the agents of contacts you have imported "
                    "needs no date: choose its agent and contact ID, and no rating."
                ),
            )

    def profile(self) -> Profile:
        """The profile from the cleaned data. A changed profile loses its name."""
        given = self.cleaned_data
        base = self.base or Profile(name=GENERIC, source="", columns={})
        found = replace(
            base,
            source=given.get("source", ""),
            columns={column: given[f"column_{column}"] for column in COLUMNS if given[f"column_{column}"]},
            dates=replace(
                base.dates,
                date=given["date_format"],
                time=given["time_style"],
                responded=given["answer_format"],
                zone="",
                zones={},
                of_survey=base.dates.of_survey and given[f"column_{Field.STARTED}"] == base.columns.get(Field.STARTED),
            ),
            scale=self.scale(base.scale),
            channels=given["channels"],
            topics=given["topics"],
            durations=given["durations"],
            rows=self.rows(),
            units=self.units(),
            nobody=given["nobody"],
            table=self.table_answers,
            # The expression for the id applies to the column of the profile only.
            id_part=base.id_part if given[f"column_{Field.EXTERNAL_ID}"] == base.columns.get(Field.EXTERNAL_ID) else "",
        )
        found = with_zone(found, self.zone_of(found))
        return found if found == self.base else replace(found, name=GENERIC)
