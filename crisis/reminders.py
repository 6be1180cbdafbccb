"""When an unanswered invitation is brought to mind again: pure rules of times, each person in their own zone."""

from datetime import datetime, timedelta

from people.queries import WorkingHours

# Halfway, and with a fifth of the time left; each moved to the next moment at which the person works.
REMINDER_SHARES = (0.5, 0.8)


def is_working_moment(moment: datetime, hours: WorkingHours) -> bool:
    local = moment.astimezone(hours.zone).time()
    return hours.starts_at <= local < hours.ends_at


def next_working_moment(moment: datetime, hours: WorkingHours) -> datetime:
    """The moment itself within working hours, else the next beginning of them."""
    if is_working_moment(moment, hours):
        return moment
    local = moment.astimezone(hours.zone)
    day = local.date() if local.time() < hours.starts_at else local.date() + timedelta(days=1)
    return datetime.combine(day, hours.starts_at, hours.zone).astimezone(moment.tzinfo)


def reminder_moments(invited_at: datetime, deadline_at: datetime, hours: WorkingHours) -> tuple[datetime, ...]:
    """The moments of the reminders, in order. Those that would come at the deadline or after it are left out."""
    length = deadline_at - invited_at
    moments = {next_working_moment(invited_at + share * length, hours) for share in REMINDER_SHARES}
    return tuple(sorted(moment for moment in moments if moment < deadline_at))
