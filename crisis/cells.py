"""Cells of the staffing board: shifts, channels and languages."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from people.queries.colleagues import Colleague
from training.work_names import channel_name, language_name


class CellKind(TextChoices):
    """What the board counts people by."""

    SHIFT = "shift", _("Shift")
    CHANNEL = "channel", _("Channel")
    LANGUAGE = "language", _("Language")


class StaffingCell(NamedTuple):
    """One shift, channel or language."""

    kind: CellKind
    value: str

    @property
    def name(self) -> str:
        return value_name(self.kind, self.value)


def value_name(kind: str, value: str) -> str:
    """The display name of a value; the code of a language that Django has no name for."""
    names = {CellKind.CHANNEL: channel_name, CellKind.LANGUAGE: language_name}
    return names[CellKind(kind)](value) if kind in names else value


def cells_of(person: Colleague) -> Iterator[StaffingCell]:
    """The cells that a person counts in."""
    if person.shift:
        yield StaffingCell(CellKind.SHIFT, person.shift)
    yield from (StaffingCell(CellKind.CHANNEL, channel) for channel in person.channels)
    yield from (StaffingCell(CellKind.LANGUAGE, language) for language in person.languages)
