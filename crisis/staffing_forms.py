"""Forms of the staffing board and of hours on the line."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.forms import LongText, StyledForm
from core.wall_times import WallTimeField, on_the_wall
from crisis.cells import CellKind, StaffingCell
from crisis.queries.staffing import gone_cells
from feedback.sustained.criteria import LARGEST_TEAM


class CellForm(StyledForm):
    """The cell of an invitation."""

    dimension = forms.ChoiceField(choices=CellKind, widget=forms.HiddenInput)
    value = forms.CharField(max_length=60, widget=forms.HiddenInput)

    @property
    def cell(self) -> StaffingCell:
        """The cell of a valid form."""
        return StaffingCell(CellKind(self.cleaned_data["dimension"]), self.cleaned_data["value"])


class NeededForm(StyledForm):
    """A number for each cell. Empty fields leave it to the coverage rules."""

    template_name = "crisis/_needed_fields.html"

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        cells: Iterable[StaffingCell],
        own: Mapping[StaffingCell, int],
        rules: Mapping[StaffingCell, int],
    ) -> None:
        cells = list(cells)
        gone = gone_cells(cells)
        super().__init__(data)
        self._cells: dict[str, StaffingCell] = {}
        for number, cell in enumerate(cells):
            name = f"{cell.kind}:{cell.value}"
            self._cells[name] = cell
            help_text = _("The coverage rules need %(count)d.") % {"count": rules[cell]} if cell in rules else ""
            self.fields[name] = forms.IntegerField(
                label=gone.get(cell, cell.name),
                required=False,
                min_value=1,
                max_value=LARGEST_TEAM,
                initial=own.get(cell),
                help_text=help_text,
                # Values can contain characters that are not allowed in ids.
                widget=forms.NumberInput(attrs={"id": f"id_cell_{number}", "class": "form-control"}),
            )

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields by kind of cell, without kinds that have no fields."""
        for kind in CellKind:
            fields = [self[name] for name, cell in self._cells.items() if cell.kind == kind]
            if fields:
                yield str(kind.label), fields

    @property
    def needed(self) -> dict[StaffingCell, int | None]:
        """The numbers of a valid form."""
        return {cell: self.cleaned_data[name] for name, cell in self._cells.items()}


class LineHoursForm(StyledForm):
    """A time on the line in the zone of the page, in whole minutes, and the reason for correcting it."""

    starts_at = WallTimeField(label=_("From"))
    ends_at = WallTimeField(label=_("To"), is_end=True)
    reason = LongText(
        label=_("Reason"),
        rows=2,
        max_length=500,
        help_text=_("For example “forgot to switch myself off”. The lead, the deputy and the person can read it."),
    )

    def _exact(self, name: str) -> datetime:
        """The entered time, or the known one if the clock on the wall showed the same minute."""
        entered: datetime = self.cleaned_data[name]
        known = self.initial.get(name)
        return known if known is not None and on_the_wall(known) == on_the_wall(entered) else entered

    @property
    def times(self) -> dict[str, Any]:
        """Start, end and reason of a valid form."""
        return {name: self._exact(name) for name in ("starts_at", "ends_at")} | {"reason": self.cleaned_data["reason"]}
