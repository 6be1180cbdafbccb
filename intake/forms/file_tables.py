"""Form for choosing the table of a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from intake.reading.first_rows import FirstRows
from intake.reading.layouts import Layout, TableChoice
from intake.reading.table_questions import EarlyEnds, Gaps, TableAnswers

CHARACTERS_SHOWN = 160
SAME, EMPTY, DAMAGED = "same", "empty", "damaged"


class TableForm(StyledForm):
    """Form for the line with the titles, the records, and questions about the rows. `choice()` is the result."""

    below = forms.ChoiceField(
        label=_("Do empty cells mean the same as the cell above?"),
        widget=forms.RadioSelect,
        choices=[(SAME, _("Yes, the same as the cell above")), (EMPTY, _("No, they are empty"))],
    )
    ends = forms.ChoiceField(
        label=_("Some rows end early. Are the missing cells at the end empty?"),
        widget=forms.RadioSelect,
        choices=[(EMPTY, _("Yes, they are empty")), (DAMAGED, _("No, these rows are damaged. Don't import them"))],
    )
    path = forms.ChoiceField(label=_("Which list holds the feedback?"), widget=forms.RadioSelect)
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
        super().__init__(data, initial=_initial(layout, found, is_shown=is_shown))
        self._ask_about_rows(layout.gaps if is_shown else None, layout.early)
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
        if layout.lists_beside:
            lists = ((layout.path, layout.rows), *layout.lists_beside)
            self.fields["path"].choices = [(path, _list(path, count)) for path, count in lists]  # type: ignore[attr-defined] # as above
        else:
            del self.fields["path"]

    def _ask_about_rows(self, gaps: Gaps | None, early: EarlyEnds | None) -> None:
        """Keep the questions that the rows leave open, each with an example."""
        if gaps:
            self.fields["below"].help_text = _gaps(gaps)
        else:
            del self.fields["below"]
        if early:
            self.fields["ends"].help_text = gettext("Line %(line)s lacks %(titles)s: %(text)s") % {
                "line": early.line,
                "titles": ", ".join(f"“{title}”" for title in early.lacking),
                "text": _shortened(early.text),
            }
        else:
            del self.fields["ends"]

    def choice(self) -> TableChoice:
        """The table that was chosen."""
        given = self.cleaned_data
        return TableChoice(
            sheet=self.sheet if self._is_workbook else None,
            row=int(given["row"]) if "row" in given else 0,
            has_header=not given["is_data"] if "is_data" in given else None,
            stream=given.get("stream", ""),
            answers=TableAnswers(
                list_path=given.get("path", ""),
                fills_gaps=given["below"] == SAME if "below" in given else None,
                ends_early=given["ends"] == EMPTY if "ends" in given else None,
            ),
        )


def _initial(layout: Layout, found: FirstRows, *, is_shown: bool) -> dict[str, Any]:
    answers = layout.answers
    return {
        "row": _title_row(layout, found) if is_shown else "",
        "stream": layout.shape.stream,
        "path": layout.path if layout.is_list_sure else "",
        "below": {True: SAME, False: EMPTY, None: ""}[answers.fills_gaps],
        "ends": {True: EMPTY, False: DAMAGED, None: ""}[answers.ends_early],
    }


def _gaps(gaps: Gaps) -> str:
    """An example of a column with gaps."""
    return gettext(
        "%(columns)s: line %(line)s has “%(value)s” under “%(title)s”, and the lines %(first)s to %(last)s below have nothing."
    ) % {
        "columns": ", ".join(gaps.columns),
        "line": gaps.line,
        "value": gaps.value,
        "title": gaps.title,
        "first": gaps.first_empty,
        "last": gaps.last_empty,
    }


def _list(path: str, count: int) -> str:
    name = path.removesuffix(".item")
    return ngettext("%(name)s (about %(count)d record)", "%(name)s (about %(count)d records)", count) % {
        "name": name,
        "count": count,
    }


def _title_row(layout: Layout, found: FirstRows) -> int | str:
    """Number of the line with the titles, or of the first row without any."""
    numbers = [number for number, _cells in found.rows]
    if not layout.has_header:
        return next((number for number in numbers if number > layout.line), "")
    above = [number for number in numbers if number <= layout.line]
    return above[-1 - len(layout.below)] if len(above) > len(layout.below) else ""


def _line(number: int, cells: tuple[str, ...]) -> str:
    return gettext("Line %(number)s: %(text)s") % {"number": number, "text": " | ".join(cells)}


def _shortened(text: str) -> str:
    return text if len(text) <= CHARACTERS_SHOWN else f"{text[:CHARACTERS_SHOWN]}…"
