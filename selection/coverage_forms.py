"""The form of the coverage rules: a number for each shift, channel, language and site that a candidate covers."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Self

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from crisis.cells import value_name
from feedback.sustained.criteria import LARGEST_TEAM
from selection.coverage import Coverage, Dimension, Minimum, TeamMaximum

MAXIMUM = "most_per_team"
# Each adds a row to the solver's program, and one more run if the rules clash.
MOST_MINIMUMS = 40


class CoverageForm(StyledForm):
    """Every field is optional; empty and 0 set no rule."""

    most_per_team = forms.IntegerField(
        label=_("Maximum from one home team"), required=False, min_value=1, max_value=LARGEST_TEAM
    )

    def __init__(self, data: Mapping[str, Any], *, values: Mapping[Dimension, Collection[str]]) -> None:
        super().__init__(data)
        self._asked: dict[str, tuple[Dimension, str]] = {}
        for dimension, names in values.items():
            for at, value in enumerate(sorted(names)):
                name = f"{dimension}:{value}"
                self._asked[name] = dimension, value
                self.fields[name] = forms.IntegerField(
                    label=value_name(dimension, value),
                    required=False,
                    min_value=0,
                    max_value=LARGEST_TEAM,
                    # Values can contain characters that are not allowed in ids.
                    widget=forms.NumberInput(attrs={"id": f"id_{dimension}_{at}", "class": "form-control"}),
                )

    @classmethod
    def about(cls, known: Mapping[Dimension, Collection[str]], query: Mapping[str, str], *, stored: Coverage) -> Self:
        """A form bound to the query string or, without one, to the rules of the saved selection. Rules for values that no
        candidate covers any more are kept, so that they are reported as unmet.
        """
        asked = query or as_query(stored)
        values = {
            dimension: {*known.get(dimension, ())}
            | {name.removeprefix(f"{dimension}:") for name, said in asked.items() if said and name.startswith(f"{dimension}:")}
            for dimension in Dimension
        }
        return cls(asked, values=values)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if sum(bool(cleaned.get(name)) for name in self._asked) > MOST_MINIMUMS:
            self.add_error(MAXIMUM, _("You can set at most %(count)d minimums. Remove some.") % {"count": MOST_MINIMUMS})
        return cleaned

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields by dimension, without dimensions that have no fields."""
        for dimension in Dimension:
            fields = [self[name] for name, (of, _value) in self._asked.items() if of is dimension]
            if fields:
                yield str(dimension.label), fields

    @property
    def is_asked(self) -> bool:
        """True if any rule is set, valid or not."""
        return any(self[name].value() for name in self.fields)

    @property
    def coverage(self) -> Coverage:
        """The coverage rules of a valid form."""
        numbers = ((self._asked[name], number) for name, number in self.cleaned_data.items() if name in self._asked)
        minimums = tuple(Minimum(*asked, number) for asked, number in numbers if number)
        most = self.cleaned_data[MAXIMUM]
        return Coverage(minimums, TeamMaximum(most) if most else None)


def as_query(coverage: Coverage) -> dict[str, str]:
    """The query parameters for these coverage rules."""
    query = {f"{minimum.dimension}:{minimum.value}": str(minimum.count) for minimum in coverage.minimums}
    return query | ({MAXIMUM: str(coverage.team_maximum.count)} if coverage.team_maximum else {})
