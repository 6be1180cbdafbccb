"""Form field for a time by the clock on the wall."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

# A zone object of its own marks times that were typed without an offset.
TYPED = ZoneInfo.no_cache("UTC")


class WallTimeField(forms.DateTimeField):
    """A time by the clock on the wall in the zone of the page. Its value is in UTC.

    Django's own field refuses the hour that comes twice when clocks go back. Here a time in it is the first of the two, or the
    second for an end. A time that is skipped is read as the time after the change that is as much later.
    """

    def __init__(self, *, is_end: bool = False, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **options)
        self._folds = (0, 1) if is_end else (0,)

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(TYPED):
            typed: datetime | None = super().to_python(value)
        if typed is None or typed.tzinfo is not TYPED:
            return typed
        try:
            return max(moment_of(typed, fold) for fold in self._folds)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def moment_of(wall: datetime, fold: int) -> datetime:
    """The moment at which the clock on the wall in the current zone shows a time, for the first (0) or the second time (1)."""
    return wall.replace(tzinfo=timezone.get_current_timezone(), fold=fold).astimezone(UTC)


def on_the_wall(moment: datetime) -> datetime:
    """What the clock on the wall in the current zone shows, in whole minutes."""
    return timezone.localtime(moment).replace(second=0, microsecond=0, tzinfo=None, fold=0)
