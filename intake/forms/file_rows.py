"""Fields for the rows of a file: conditions on columns, and the question whose answers are imported."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from intake.models import Import
from intake.profile_wording import RELATIONS
from intake.queries.first_looks import questions_of
from intake.reading.profiles import GENERIC, Field, Profile, RowFilter
from intake.reading.questions import SurveyQuestion

MOST_CONDITIONS = 3
NUMBERS = range(1, MOST_CONDITIONS + 1)
LONGEST_VALUE = 200
QUESTION_CHARACTERS = 80
PARTS = 3
FIELDS = tuple(f"row_{part}_{number}" for number in NUMBERS for part in ("column", "relation", "value"))


class RowFields(StyledForm):
    """Part of a form for the columns of a file."""

    base: Profile | None
    header: Sequence[str]

    def ask_for_rows(
        self, imported: Import, data: Any, columns: Mapping[Field, str], titles: Sequence[tuple[str, str]]
    ) -> None:
        """Add the fields, with the question if the other answers leave several."""
        own = self.base.rows if self.base else ()
        rows = conditions(data, self.header) if data else own
        contact = data.get(f"column_{Field.EXTERNAL_ID}", "") if data else columns.get(Field.EXTERNAL_ID, "")
        answered = Profile(GENERIC, "", {Field.EXTERNAL_ID: contact} if contact in self.header else {}, rows=rows)
        asked = condition_fields(titles)
        if questions := questions_of(imported, answered):
            asked["question"] = question_field(questions)
        for name, field in asked.items():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            self.fields[name] = field

    @property
    def conditions(self) -> list[tuple[BoundField, ...]]:
        """Fields of the conditions, by condition."""
        return [tuple(self[name] for name in FIELDS[at : at + PARTS]) for at in range(0, len(FIELDS), PARTS)]

    @property
    def has_conditions(self) -> bool:
        return any(self[name].value() for name in FIELDS[::PARTS])

    @property
    def has_several_questions(self) -> bool:
        return "question" in self.fields

    @property
    def has_new_question(self) -> bool:
        """True if the page that sent these values doesn't show the question yet, or still shows it."""
        return self.has_several_questions != ("question" in self.data)

    def rows(self) -> tuple[RowFilter, ...]:
        """Conditions from the cleaned data, with that of the question. Those of the profile without a field stay."""
        further = self.base.rows[MOST_CONDITIONS:] if self.base else ()
        chosen = chosen_question(self.cleaned_data.get("question", ""))
        return (*conditions(self.cleaned_data, self.header), *further, *chosen)


def condition_fields(titles: Sequence[tuple[str, Any]]) -> dict[str, forms.Field]:
    """Fields of the conditions. `titles` are the choices of columns, without an empty one."""
    fields: dict[str, forms.Field] = {}
    for number in NUMBERS:
        fields[f"row_column_{number}"] = forms.ChoiceField(
            label=_("Column of condition %(number)d") % {"number": number},
            choices=[("", _("No condition")), *titles],
            required=False,
        )
        fields[f"row_relation_{number}"] = forms.ChoiceField(
            label=_("Comparison of condition %(number)d") % {"number": number}, choices=list(RELATIONS.items()), required=False
        )
        fields[f"row_value_{number}"] = forms.CharField(
            label=_("Value of condition %(number)d") % {"number": number}, max_length=LONGEST_VALUE, required=False
        )
    return fields


def condition_initial(rows: Sequence[RowFilter]) -> dict[str, str]:
    """Initial values of the conditions."""
    values: dict[str, str] = {}
    for number, row in zip(NUMBERS, rows, strict=False):
        values |= {
            f"row_column_{number}": row.column, f"row_relation_{number}": row.relation, f"row_value_{number}": row.value,
        }  # fmt: skip
    return values


def conditions(given: Mapping[str, Any], header: Sequence[str]) -> tuple[RowFilter, ...]:
    """Conditions from the values of their fields, which may be invalid."""
    found = []
    for number in NUMBERS:
        column, relation = given.get(f"row_column_{number}") or "", given.get(f"row_relation_{number}") or "is"
        if column in header and relation in RELATIONS:
            found.append(RowFilter(column, relation, (given.get(f"row_value_{number}") or "").strip()))
    return tuple(found)


def posted_rows(given: Mapping[str, Any], header: Sequence[str]) -> tuple[RowFilter, ...]:
    """Conditions from the values of their fields and of the question, which may be invalid."""
    try:
        chosen = chosen_question(given.get("question") or "")
    except (ValueError, TypeError):
        chosen = ()
    return (*conditions(given, header), *(row for row in chosen if row.column in header and isinstance(row.value, str)))


def question_field(questions: Sequence[SurveyQuestion]) -> forms.Field:
    """Field for one of several questions."""
    choices = [(json.dumps([question.column, question.value]), _labelled(question)) for question in questions]
    return forms.ChoiceField(
        label=_("Question"),
        choices=[("", _("Choose the answers to import")), *choices],
        help_text=_(
            "This file has answers to several questions. Choose the one about satisfaction with the agent. Import the file "
            "again under another source for another question."
        ),
        error_messages={"required": _("This file has answers to several questions. Choose the one to import.")},
    )


def chosen_question(value: str) -> tuple[RowFilter, ...]:
    """The condition of the chosen question, if there is one."""
    if not value:
        return ()
    column, text = json.loads(value)
    return (RowFilter(column, "is", text),)


def _labelled(question: SurveyQuestion) -> str:
    value = question.value if len(question.value) <= QUESTION_CHARACTERS else f"{question.value[:QUESTION_CHARACTERS]}…"
    rows = ngettext("%(count)d row", "%(count)d rows", question.rows) % {"count": question.rows}
    return gettext("%(column)s: %(value)s (%(rows)s)") % {"column": question.column, "value": value, "rows": rows}
