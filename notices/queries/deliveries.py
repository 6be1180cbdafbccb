"""Choices of people, facts that decide about an e-mail, and notes about deliveries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from core.version_tokens import Rows
from notices.models import Delivery, Preference, QuietHours, ShortSubjects
from notices.rules import DeliveryReason, QuietTimes, Reader, start_of_day
from notices.topics import choices, is_emergency, topic_of
from people.queries.addresses import account_addresses
from people.queries.working_hours import working_hours
from people.working_hours import WorkingHours

State = Delivery.State
# A day in any zone begins at most this long ago.
LONGEST_DAY = timedelta(hours=25)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Choices of a person: topics by e-mail, own quiet hours or None, and whether subjects hide the text."""

    by_email: list[str]
    quiet_hours: QuietHours | None
    hides_text: bool


def wishes_of(person_id: int) -> Wishes:
    off = turned_off([person_id])[person_id]
    return Wishes(
        by_email=[topic.name for topic in choices() if topic.name not in off],
        quiet_hours=QuietHours.objects.filter(person=person_id).first(),
        hides_text=person_id in hiding_text([person_id]),
    )


def hiding_text(person_ids: Collection[int]) -> set[int]:
    """People among these who chose to hide the text in the subjects of their e-mails."""
    return set(ShortSubjects.objects.filter(person__in=person_ids).values_list("person_id", flat=True))


def deliveries_of(notification_ids: Collection[int]) -> dict[int, Delivery]:
    """Deliveries by the id of their notification."""
    return {each.notification_id: each for each in Delivery.objects.filter(notification__in=notification_ids)}


def turned_off(person_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Names of topics that don't come by e-mail, by person: turned off, or off by default and not turned on."""
    chosen: dict[int, dict[str, bool]] = defaultdict(dict)
    for person_id, topic, is_by_email in Preference.objects.filter(person__in=person_ids).values_list(
        "person_id", "topic", "is_by_email"
    ):
        chosen[person_id][topic] = is_by_email
    defaults = {topic.name: topic.is_on for topic in choices()}
    return {
        person_id: frozenset(name for name, is_on in defaults.items() if not chosen[person_id].get(name, is_on))
        for person_id in person_ids
    }


def default_quiet_times(hours: WorkingHours) -> QuietTimes:
    """Quiet hours of people who haven't chosen any: outside their working hours."""
    return QuietTimes(hours.zone, hours.ends_at, hours.starts_at, weekends=True)


def quiet_times(person_ids: Collection[int]) -> dict[int, QuietTimes]:
    """Quiet hours by person, in the person's zone."""
    hours = working_hours(person_ids)
    times = {person_id: default_quiet_times(each) for person_id, each in hours.items()}
    own = QuietHours.objects.filter(person__in=person_ids)
    for person_id, starts_at, ends_at, weekends in own.values_list("person_id", "starts_at", "ends_at", "with_weekends"):
        times[person_id] = QuietTimes(hours[person_id].zone, starts_at, ends_at, weekends=weekends)
    return times


def readers(person_ids: Collection[int], now: datetime) -> dict[int, Reader]:
    """Facts about these people that decide about an e-mail."""
    addresses, quiet, off = account_addresses(person_ids), quiet_times(person_ids), turned_off(person_ids)
    mails = _mails_posted(person_ids, since=now - LONGEST_DAY)
    return {
        person_id: Reader(
            address=addresses.get(person_id, ""),
            quiet=quiet[person_id],
            turned_off=off[person_id],
            mails_today=sum(at >= start_of_day(now, quiet[person_id].zone) for at in mails[person_id]),
            last_mail_at=max(mails[person_id], default=None),
        )
        for person_id in person_ids
    }


def _mails_posted(person_ids: Collection[int], *, since: datetime) -> dict[int, list[datetime]]:
    """Moments at which e-mails to these people were posted, by person, without emergencies."""
    posted = Delivery.objects.filter(notification__person__in=person_ids, posted_at__gte=since).exclude(state=State.DROPPED)
    rows = posted.values_list("notification__person_id", "posted_at", "mail", "notification__key")
    # Several notifications can share an e-mail.
    mails = {(person_id, posted_at, mail) for person_id, posted_at, mail, key in rows if not is_emergency(topic_of(key))}
    found: dict[int, list[datetime]] = defaultdict(list)
    for person_id, posted_at, _mail in mails:
        found[person_id].append(posted_at)  # type: ignore[arg-type] # the filter excludes null
    return found


def emergencies_in_quiet_hours(since: datetime, *, person_id: int | None = None) -> int:
    """Number of e-mails about emergencies that went out in quiet hours, to this person or to all."""
    sent = Delivery.objects.filter(state=State.SENT, posted_at__gte=since, is_in_quiet_hours=True)
    return (sent if person_id is None else sent.filter(notification__person=person_id)).count()


def undelivered(person_ids: Collection[int] | QuerySet[Any, Any], *, kind: str) -> set[str]:
    """Subjects whose newest e-mail to one of these people failed, or had no address to go to, and of which the person has read
    no notification. A subject is the first two parts of a notification's key, such as `invitation:7`; `kind` is its first part.
    E-mails on their way don't count yet.
    """
    told = Delivery.objects.filter(notification__person__in=person_ids, notification__key__startswith=f"{kind}:")
    newest: dict[str, bool] = {}
    read: set[str] = set()
    for key, read_at, state, reason in told.order_by("notification_id").values_list(
        "notification__key", "notification__read_at", "state", "reason"
    ):
        subject = ":".join(key.split(":")[:2])
        if read_at is not None:
            read.add(subject)
        if state not in {State.HELD, State.POSTED}:
            newest[subject] = state == State.FAILED or reason == DeliveryReason.NO_ACCOUNT
    return {subject for subject, is_undelivered in newest.items() if is_undelivered} - read


def rows_of_deliveries(notifications: str) -> Rows:
    """Deliveries of the notifications whose ids this SQL selects; for `core.version_tokens`."""
    return Rows(Delivery, f"notification_id IN ({notifications})")
