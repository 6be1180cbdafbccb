"""The table of a script's versions: it shows, sorts and exports the actual end."""

from datetime import UTC, datetime

import pytest
from django.test import RequestFactory

from scripts_library.queries import VersionSummary
from scripts_library.tables import VersionsTable


def version(number: int, *, ends: int | None = None, ended: int | None = None) -> VersionSummary:
    ends_at, ended_at = (datetime(2026, 3, day, 12, tzinfo=UTC) if day else None for day in (ends, ended))
    return VersionSummary(
        id=number,
        number=number,
        state="published",
        state_name="Published",
        author_name="Ada",
        approver_name=None,
        starts_at=None,
        ends_at=ends_at,
        ended_at=ended_at,
        acknowledged_count=0,
    )


VERSIONS = [version(1, ends=9, ended=2), version(2, ends=5), version(3), version(4, ended=7)]


@pytest.mark.parametrize(("key", "numbers"), [("until", [1, 2, 4, 3]), ("-until", [4, 2, 1, 3])])
def test_versions_are_sorted_by_the_end_that_is_shown(key: str, numbers: list[int]) -> None:
    table = VersionsTable(VERSIONS, RequestFactory().get("/", {"sort": key}))
    assert [row.number for row in table.records] == numbers


def test_download_has_the_end_that_is_shown() -> None:
    table = VersionsTable(VERSIONS, RequestFactory().get("/"))
    lines = table.download().getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(",")[5][:10] for line in lines[1:]] == ["2026-03-02", "2026-03-05", "", "2026-03-07"]
