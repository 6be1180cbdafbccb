"""Parts of a person's own data that come from this room."""

from collections.abc import Collection

from notices.models import Preference, QuietHours, ShortSubjects
from people.own_data import OwnDataPart, Rows


def _choices(records: Collection[int]) -> Rows:
    return Preference.objects.filter(person__in=records).values("topic", "is_by_email")


def _quiet_hours(records: Collection[int]) -> Rows:
    return QuietHours.objects.filter(person__in=records).values("starts_at", "ends_at", "with_weekends")


def _short_subjects(records: Collection[int]) -> Rows:
    return [{"hides_text_in_subjects": True} for _row in ShortSubjects.objects.filter(person__in=records)]


PARTS = (
    OwnDataPart("choices_about_emails", ("notices.Preference",), _choices),
    OwnDataPart("quiet_hours", ("notices.QuietHours",), _quiet_hours),
    OwnDataPart("subjects_of_emails", ("notices.ShortSubjects",), _short_subjects),
)
