"""Units of durations, from the titles and cells of their columns."""

from collections.abc import Iterable, Mapping, Sequence

from intake.reading.plain_numbers import number
from intake.reading.profiles import Field, Profile
from intake.reading.units import unit_in_title

DURATIONS = (Field.RESPONSE_TIME, Field.HANDLE_TIME)


def needs_unit(values: Iterable[str], *, decimal_comma: bool) -> bool:
    """True if some of these durations are numbers other than zero, without a unit or colons."""
    return any(_is_number(value.strip(), decimal_comma=decimal_comma) for value in values)


def guessed_units(columns: Mapping[Field, str], chosen: Mapping[Field, str] | None = None) -> dict[Field, str]:
    """Units of the duration columns: the chosen ones, or those that titles name. Columns without either are left out."""
    units = {column: (chosen or {}).get(column) or unit_in_title(columns[column]) for column in DURATIONS if column in columns}
    return {column: unit for column, unit in units.items() if unit}


def without_unit(profile: Profile, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Field]:
    """Duration columns whose unit nothing tells, and whose cells need one."""
    found = []
    for column in DURATIONS:
        at = profile.index_of(column, header)
        if at is None or column in profile.units:
            continue
        if needs_unit((row[at] for row in rows), decimal_comma=profile.scale.decimal_comma):
            found.append(column)
    return found


def _is_number(text: str, *, decimal_comma: bool) -> bool:
    try:
        return number(text, decimal_comma=decimal_comma) != 0
    except ValueError:
        return False
