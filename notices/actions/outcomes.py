"""Outcomes of e-mails, told by the outbox."""

from core import clock, mail_outbox
from core.prepared_statements import prepared_cursor
from notices.lifecycle import LIFECYCLE, Step

STEPS = {
    mail_outbox.State.SENT: Step.SEND,
    mail_outbox.State.FAILED: Step.FAIL,
    mail_outbox.State.DROPPED: Step.DROP,
}
# In SQL, because it runs for each e-mail, and Django takes longer to write it than the server to run it.
MOVE = """
UPDATE notices_delivery SET state = %s, reason = coalesce(%s::varchar, reason),
    finished_at = coalesce(%s::timestamptz, statement_timestamp())
WHERE mail_id = %s AND state = ANY(%s::varchar[])
"""


def finished(mail: mail_outbox.Mail) -> None:
    """Copy the outcome of an e-mail to its deliveries, because the outbox forgets it after a month."""
    step = STEPS[mail_outbox.State(mail.state)]
    reason = mail.error if step == Step.DROP else None
    values = (
        LIFECYCLE.target(step).value,
        reason,
        clock.travelled_to(),
        mail.pk,
        [state.value for state in LIFECYCLE.from_which(step)],
    )
    with prepared_cursor() as cursor:
        cursor.execute(MOVE, values)
