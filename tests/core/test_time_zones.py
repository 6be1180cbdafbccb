"""Names of time zones are read from the database of zones once, not for each row of a file."""

from core.time_zones import known_zones


def test_names_are_read_once() -> None:
    assert {"Europe/Berlin", "America/New_York", "UTC"} <= known_zones()
    assert known_zones() is known_zones()
