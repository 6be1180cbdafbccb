"""Times of reminders for unanswered invitations, in each person's own zone."""

from datetime import datetime

from people.working_hours import WorkingHours, after_working_time, working_time

# After half of the working time to reply, and with a fifth of it left.
REMINDER_SHARES = (0.5, 0.8)


def reminder_moments(invited_at: datetime, deadline_at: datetime, hours: WorkingHours) -> tuple[datetime, ...]:
    """The moments of the reminders, in order; none if no working time is left."""
    length = working_time(invited_at, deadline_at, hours)
    moments = (after_working_time(invited_at, share * length, hours) for share in REMINDER_SHARES)
    return tuple(moment for moment in moments if invited_at < moment < deadline_at) if length else ()
