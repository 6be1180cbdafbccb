"""Form for choosing the table of a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from intake.reading.first_rows import FirstRows
from intake.reading.layouts import Layout, TableChoice

CHARACTERS_SHOWN = 160


class TableForm(StyledForm):
    """Form for the line with the titles, or the stream of records. `choice()` is the result."""

    row = forms.ChoiceField(
        label=_("Which line holds the titles of the columns?"),
        widget=forms.RadioSelect,
    )
    is_data = forms.BooleanField(
        label=_("The chosen line is already data: this file has no titles"),
        required=False,
        help_text=_("The columns are then called Column 1, Column 2 and so on."),
    )
    stream = forms.ChoiceField(label=_("Which records do you want to import?"), widget=forms.RadioSelect)

    def __init__(self, data: Any, *, layout: Layout, found: FirstRows, sheet: int) -> None:
        self.sheet = sheet
        self._is_workbook = bool(found.sheets)
        is_shown = sheet == layout.sheet
        super().__init__(data, initial={"row": _title_row(layout, found) if is_shown else "", "stream": layout.shape.stream})
        if found.rows:
            self.fields["row"].choices = [(number, _line(number, cells)) for number, cells in found.rows]  # type: ignore[attr-defined] # a ChoiceField
            self.initial["is_data"] = is_shown and not layout.has_header
        else:
            del self.fields["row"], self.fields["is_data"]
        if layout.shape.others:
            names = [layout.shape.stream, *(name for name, _count in layout.shape.others)]
            self.fields["stream"].choices = [(name, name) for name in names]  # type: ignore[attr-defined] # as above
        else:
            del self.fields["stream"]

    def choice(self) -> TableChoice:
        """The table that was chosen."""
        given = self.cleaned_data
        return TableChoice(
            sheet=self.sheet if self._is_workbook else None,
            row=int(given["row"]) if "row" in given else 0,
            has_header=not given["is_data"] if "is_data" in given else None,
            stream=given.get("stream", ""),
        )


def _title_row(layout: Layout, found: FirstRows) -> int | str:
    """Number of the line with the titles, or of the first row without any."""
    numbers = [number for number, _cells in found.rows]
    if not layout.has_header:
        return next((number for number in numbers if number > layout.line), "")
    above = [number for number in numbers if number <= layout.line]
    return above[-1 - len(layout.below)] if len(above) > len(layout.below) else ""


def _line(number: int, cells: tuple[str, ...]) -> str:
    text = " | ".join(cells)
    shown = text if len(text) <= CHARACTERS_SHOWN else f"{text[:CHARACTERS_SHOWN]}…"
    return gettext("Line %(number)s: %(text)s") % {"number": number, "text": shown}
