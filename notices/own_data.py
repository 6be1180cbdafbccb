"""Parts of a person's own data that come from this room."""

from collections.abc import Collection

from notices.models import Preference, QuietHours
from people.own_data import OwnDataPart, Rows


def _choices(records: Collection[int]) -> Rows:
    return Preference.objects.filter(person__in=records).values("topic", "is_by_email")


def _quiet_hours(records: Collection[int]) -> Rows:
    return QuietHours.objects.filter(person__in=records).values("starts_at", "ends_at", "with_weekends")


PARTS = (
    OwnDataPart("choices_about_emails", ("notices.Preference",), _choices),
    OwnDataPart("quiet_hours", ("notices.QuietHours",), _quiet_hours),
)
