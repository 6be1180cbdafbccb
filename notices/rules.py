"""Rules for e-mails about notifications: send, hold or don't send, and why. Pure functions, and the only gate."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from notices.topics import Topic, TopicUrgency, is_emergency

MIDNIGHT = time()
SATURDAY = 6
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
# Above the daily limit, timely messages are collected for this long.
TIMELY_PAUSE = timedelta(hours=1)


class DeliveryReason(TextChoices):
    """Reason for holding an e-mail back or not sending it."""

    QUIET = "quiet", _("quiet hours")
    BUDGET = "budget", _("you've reached your daily limit")
    OFF = "off", _("you turned these e-mails off")
    NO_ACCOUNT = "no_account", _("no account with an e-mail address")
    READ = "read", _("you read it here first, or it no longer applied")
    ELSEWHERE = "elsewhere", _("a separate e-mail was sent")
    NO_TOPIC = "no_topic", _("this kind is only shown here")
    MOVED = "moved", _("your e-mail address changed")


class MailOutcome(StrEnum):
    SEND = "send"
    HOLD = "hold"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class QuietTimes:
    """Quiet hours by the clock on the wall in the person's zone, and optionally whole weekends.

    They go past midnight if they start after their end.
    """

    zone: ZoneInfo
    starts_at: time
    ends_at: time
    weekends: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Facts about a person that decide about an e-mail. Without an address there is no account. Emergencies don't count in
    `mails_today` and `last_mail_at`.
    """

    address: str
    quiet: QuietTimes
    turned_off: frozenset[str]
    mails_today: int
    last_mail_at: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """Outcome with its reason. `until` is the release time of a held e-mail."""

    outcome: MailOutcome
    reason: DeliveryReason | None = None
    until: datetime | None = None
    is_in_quiet_hours: bool = False


# Most decisions, so they share it.
SEND = Decision(MailOutcome.SEND)


def is_quiet(moment: datetime, quiet: QuietTimes) -> bool:
    local = moment.astimezone(quiet.zone)
    if quiet.weekends and local.isoweekday() >= SATURDAY:
        return True
    now = local.time()
    if quiet.starts_at < quiet.ends_at:
        return quiet.starts_at <= now < quiet.ends_at
    return now >= quiet.starts_at or now < quiet.ends_at


def next_allowed(moment: datetime, quiet: QuietTimes) -> datetime:
    """The moment itself if it isn't in quiet hours, else the first one after them."""
    while is_quiet(moment, quiet):
        moment = _next_change(moment, quiet)
    return moment


def decide(topic: Topic | None, reader: Reader, now: datetime, *, is_read: bool, budget: int) -> Decision:
    """Decision about a new notification."""
    if reason := _why_not(topic, reader, is_read=is_read):
        return Decision(MailOutcome.DROP, reason)
    assert topic is not None  # noqa: S101 - without a topic there is a reason
    if is_emergency(topic):
        return Decision(MailOutcome.SEND, is_in_quiet_hours=is_quiet(now, reader.quiet))
    if is_quiet(now, reader.quiet):
        return Decision(MailOutcome.HOLD, DeliveryReason.QUIET, next_allowed(now, reader.quiet))
    if reader.mails_today < budget:
        return SEND
    collected_until = (
        _after_pause(reader, now) if topic.urgency == TopicUrgency.TIMELY else start_of_next_day(now, reader.quiet.zone)
    )
    if collected_until <= now:
        return SEND
    return Decision(MailOutcome.HOLD, DeliveryReason.BUDGET, next_allowed(collected_until, reader.quiet))


def decide_again(topic: Topic | None, reader: Reader, now: datetime, *, is_read: bool) -> Decision:
    """Decision about a held notification that is due."""
    if reason := _why_not(topic, reader, is_read=is_read):
        return Decision(MailOutcome.DROP, reason)
    if not is_emergency(topic) and is_quiet(now, reader.quiet):
        return Decision(MailOutcome.HOLD, DeliveryReason.QUIET, next_allowed(now, reader.quiet))
    return SEND


def start_of_day(moment: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(moment.astimezone(zone).date(), MIDNIGHT, zone)


def start_of_next_day(moment: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(moment.astimezone(zone).date() + DAY, MIDNIGHT, zone)


def _why_not(topic: Topic | None, reader: Reader, *, is_read: bool) -> DeliveryReason | None:
    if topic is None:
        return DeliveryReason.NO_TOPIC
    if topic.is_mailed_elsewhere:
        return DeliveryReason.ELSEWHERE
    if not reader.address:
        return DeliveryReason.NO_ACCOUNT
    if topic.is_choice and topic.name in reader.turned_off:
        return DeliveryReason.OFF
    return DeliveryReason.READ if is_read else None


def _after_pause(reader: Reader, now: datetime) -> datetime:
    return now if reader.last_mail_at is None else reader.last_mail_at + TIMELY_PAUSE


def _next_change(moment: datetime, quiet: QuietTimes) -> datetime:
    """The next moment at which quiet hours may end: their end, midnight, or a change of the clocks before that."""
    local = moment.astimezone(quiet.zone)
    wall = local.replace(tzinfo=None)
    ends = [datetime.combine(wall.date() + days * DAY, end) for days in (0, 1) for end in (quiet.ends_at, MIDNIGHT)]
    later = moment + (min(end for end in ends if end > wall) - wall)
    if later.astimezone(quiet.zone).utcoffset() == local.utcoffset():
        return later
    return _clock_change(moment, later, quiet.zone)


def _clock_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """First second with the offset from UTC of the later moment."""
    offset, start = after.astimezone(zone).utcoffset(), before.replace(microsecond=0)
    seconds = range(int((after - start) / SECOND) + 1)
    is_changed = partial(_has_offset, start, zone, offset)
    return start + bisect_left(seconds, True, key=is_changed) * SECOND


def _has_offset(start: datetime, zone: ZoneInfo, offset: timedelta | None, seconds: int) -> bool:
    return (start + seconds * SECOND).astimezone(zone).utcoffset() == offset
