"""Rules for e-mails: quiet hours against an oracle, the daily limit, and the reasons for not sending."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.rules import (
    Decision,
    DeliveryReason,
    MailOutcome,
    QuietTimes,
    Reader,
    decide,
    decide_again,
    is_quiet,
    next_allowed,
)
from notices.topics import Topic, TopicUrgency

BERLIN = ZoneInfo("Europe/Berlin")
# Among them clocks that change by half an hour, at midnight, on other days, or never.
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago", "Africa/Cairo",
        "Asia/Beirut", "Pacific/Chatham",
    )
]  # fmt: skip
MINUTE = timedelta(minutes=1)
NIGHT = QuietTimes(BERLIN, time(22), time(6, 30), weekends=False)
NOON = datetime(2026, 11, 25, 12, tzinfo=BERLIN)
READER = Reader("ana@example.org", NIGHT, frozenset(), mails_today=0, last_mail_at=None)
ROUTINE = Topic("reviews", "Review", "Why", ("review:*",), "Text")
TIMELY = Topic("invitations", "Invitation", "Why", ("invitation:*",), "Text", urgency=TopicUrgency.TIMELY)
EMERGENCY = Topic("alarm", "Alarm", "Why", ("alarm:*",), "Text", urgency=TopicUrgency.EMERGENCY)


def quiet_minutes(quiet: QuietTimes) -> set[str]:
    """Quiet times of a day as they are read on a clock: the oracle's own definition."""
    minute, found = datetime.combine(NOON.date(), quiet.starts_at), set()
    while minute.time() != quiet.ends_at:
        found.add(f"{minute:%H:%M}")
        minute += MINUTE
    return found


class Oracle:
    """Looks at the clock on the wall, minute by minute."""

    def __init__(self, quiet: QuietTimes) -> None:
        self.zone, self.weekends, self.minutes = quiet.zone, quiet.weekends, quiet_minutes(quiet)

    def is_quiet(self, moment: datetime) -> bool:
        wall = moment.astimezone(UTC).astimezone(self.zone)
        return f"{wall:%H:%M}" in self.minutes or (self.weekends and f"{wall:%a}" in {"Sat", "Sun"})

    def next_allowed(self, moment: datetime) -> datetime:
        if not self.is_quiet(moment):
            return moment
        moment = moment.astimezone(UTC).replace(second=0, microsecond=0)
        while self.is_quiet(moment):
            moment += MINUTE
        return moment


times = st.times().map(lambda each: each.replace(second=0, microsecond=0))
quiet_times = st.builds(QuietTimes, st.sampled_from(ZONES), times, times, st.booleans()).filter(
    lambda quiet: quiet.starts_at != quiet.ends_at
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given


@given(quiet_times, moments)
def test_quiet_hours_end_when_the_oracle_says(quiet: QuietTimes, moment: datetime) -> None:
    oracle = Oracle(quiet)
    assert is_quiet(moment, quiet) == oracle.is_quiet(moment)
    assert next_allowed(moment, quiet) == oracle.next_allowed(moment)


@pytest.mark.parametrize(
    ("ends_at", "asked_at", "allowed_at"),
    [
        # The clock goes from 02:00 to 03:00, so 02:30 doesn't exist.
        (time(2, 30), datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        # It goes back from 03:00 to 02:00, so 02:30 comes twice. In between, it is quiet again.
        (time(2, 30), datetime(2026, 10, 25, 0, 0, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (time(2, 30), datetime(2026, 10, 25, 1, 0, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (time(6, 30), datetime(2026, 10, 24, 21, tzinfo=UTC), datetime(2026, 10, 25, 5, 30, tzinfo=UTC)),
    ],
)
def test_quiet_hours_over_a_change_of_the_clocks(ends_at: time, asked_at: datetime, allowed_at: datetime) -> None:
    quiet = replace(NIGHT, ends_at=ends_at)
    assert next_allowed(asked_at, quiet) == allowed_at


def test_ten_thousand_schedules_send_nothing_in_quiet_hours_and_lose_nothing() -> None:
    lots, outcomes = random.Random(14), Counter[str]()  # noqa: S311 - schedules are no secret
    for _schedule in range(10_000):
        quiet = QuietTimes(
            lots.choice(ZONES),
            time(lots.randrange(24), lots.randrange(60)),
            time(lots.randrange(24), lots.randrange(60), 30),
            weekends=lots.random() < 0.5,
        )
        now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=lots.randrange(7 * 365 * 24 * 60))
        last = now - timedelta(minutes=lots.randrange(180)) if lots.random() < 0.7 else None
        reader = replace(READER, quiet=quiet, mails_today=lots.randrange(9), last_mail_at=last)
        topic = lots.choice((ROUTINE, TIMELY, EMERGENCY))
        decision = decide(topic, reader, now, is_read=False, budget=6)
        sent_at = now
        if decision.outcome == MailOutcome.HOLD:
            assert decision.until is not None
            assert decision.until > now
            sent_at = decision.until
            # Two nights, a weekend and a change of the clocks.
            assert sent_at - now < timedelta(days=5)
            decision = decide_again(topic, reader, sent_at, is_read=False)
        assert decision.outcome == MailOutcome.SEND
        wall = sent_at.astimezone(quiet.zone)
        clock, start, end = f"{wall:%H:%M:%S}", f"{quiet.starts_at:%H:%M:%S}", f"{quiet.ends_at:%H:%M:%S}"
        in_night = start <= clock < end if start < end else not end <= clock < start
        in_quiet_hours = in_night or (quiet.weekends and wall.weekday() in {5, 6})
        assert decision.is_in_quiet_hours == in_quiet_hours
        assert not in_quiet_hours or topic is EMERGENCY
        outcomes[f"{topic.name} {sent_at == now} {in_quiet_hours}"] += 1
    # At once and later, and emergencies in quiet hours: each happened often.
    assert len(outcomes) == 6
    assert min(outcomes.values()) > 100


def test_messages_above_the_daily_limit_wait() -> None:
    busy = replace(READER, mails_today=6, last_mail_at=NOON - timedelta(minutes=20))
    assert decide(ROUTINE, replace(busy, mails_today=5), NOON, is_read=False, budget=6) == Decision(MailOutcome.SEND)
    held = decide(ROUTINE, busy, NOON, is_read=False, budget=6)
    assert held == Decision(MailOutcome.HOLD, DeliveryReason.BUDGET, datetime(2026, 11, 26, 6, 30, tzinfo=BERLIN))
    held = decide(TIMELY, busy, NOON, is_read=False, budget=6)
    assert held == Decision(MailOutcome.HOLD, DeliveryReason.BUDGET, NOON + timedelta(minutes=40))
    assert decide(EMERGENCY, busy, NOON, is_read=False, budget=6) == Decision(MailOutcome.SEND)
    later = replace(busy, last_mail_at=NOON - timedelta(hours=1))
    assert decide(TIMELY, later, NOON, is_read=False, budget=6) == Decision(MailOutcome.SEND)


def test_messages_that_are_not_emailed_have_a_reason() -> None:
    off = replace(READER, turned_off=frozenset({"reviews", "alarm"}))
    separate = Topic("separate", "Separate", "Why", ("separate:*",), "Text", is_mailed_elsewhere=True)
    cases: list[tuple[Topic | None, Reader, bool, DeliveryReason]] = [
        (None, READER, False, DeliveryReason.NO_TOPIC),
        (separate, READER, False, DeliveryReason.ELSEWHERE),
        (EMERGENCY, replace(READER, address=""), False, DeliveryReason.NO_ACCOUNT),
        (ROUTINE, off, False, DeliveryReason.OFF),
        (ROUTINE, READER, True, DeliveryReason.READ),
    ]
    for topic, reader, is_read, reason in cases:
        expected = Decision(MailOutcome.DROP, reason)
        assert decide(topic, reader, NOON, is_read=is_read, budget=6) == expected
        assert decide_again(topic, reader, NOON, is_read=is_read) == expected
    assert decide(EMERGENCY, off, NOON, is_read=False, budget=6).outcome == MailOutcome.SEND, "it can't be turned off"
