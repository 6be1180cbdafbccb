"""Groups of fields that most files don't need. They are folded on the page, and a line says what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import Truncator
from django.utils.translation import gettext

LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields with a common heading. `note` says what they are for; `is_open` is true if someone has to look at them."""

    name: str
    title: Any
    note: Any
    fields: tuple[BoundField, ...]
    is_open: bool

    @property
    def line(self) -> str:
        """The chosen columns and typed values, or the note if there are none."""
        return filled_in(self.fields) or str(self.note)


def filled_in(fields: Sequence[BoundField]) -> str:
    """Chosen columns and typed values of these fields in a line."""
    shown = []
    for field in fields:
        value = field.value()
        if value in {None, False, ""} or field.is_hidden or (_is_choice(field) and not field.name.startswith("column_")):
            continue
        if isinstance(field.field, forms.BooleanField):
            shown.append(str(field.label))
            continue
        text = f"{value:g}" if isinstance(value, float) else Truncator(", ".join(str(value).splitlines())).chars(LONGEST_VALUE)
        shown.append(gettext("%(field)s: %(value)s") % {"field": field.label, "value": text})
    return " · ".join(shown)


def _is_choice(field: BoundField) -> bool:
    return isinstance(field.field, forms.ChoiceField)
