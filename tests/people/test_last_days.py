"""Periods are shown with their last day, in any zone of user and worker."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from people.models import Organisation
from people.templatetags.last_days import last_day

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reader", ["UTC", "Pacific/Auckland", "America/New_York"])
@pytest.mark.parametrize(
    ("midnight", "day"),
    [
        (datetime(2026, 11, 30, 23, tzinfo=UTC), "30 Nov 2026"),
        (datetime(2026, 10, 24, 22, tzinfo=UTC), "24 Oct 2026"),  # the clocks go back in the night after it
        (datetime(2026, 10, 25, 23, tzinfo=UTC), "25 Oct 2026"),
    ],
)
def test_end_at_midnight_is_shown_as_the_day_before(reader: str, midnight: datetime, day: str) -> None:
    Organisation.objects.update_or_create(pk=1, defaults={"name": "Kern", "reporting_zone": "Europe/Amsterdam"})
    with timezone.override(ZoneInfo(reader)):
        assert last_day(midnight) == day


def test_end_during_a_day_is_shown_as_a_time_in_the_zone_of_the_user() -> None:
    Organisation.objects.update_or_create(pk=1, defaults={"name": "Kern", "reporting_zone": "Europe/Amsterdam"})
    with timezone.override(ZoneInfo("America/New_York")):
        assert last_day(datetime(2026, 11, 30, 12, tzinfo=UTC)) == "30 Nov 2026, 07:00 EST"
    assert last_day(None) == "–"
