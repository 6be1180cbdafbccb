"""Outcomes of e-mails, told by the outbox."""

from core import clock, mail_outbox
from core.prepared_statements import prepared_cursor
from notices.lifecycle import LIFECYCLE, Step
from notices.models import Delivery
from notices.rules import DeliveryReason

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
    """Copy the outcome of an e-mail to its deliveries, because the outbox forgets it after a month.

    If the person's address changed while it waited, the deliveries are held again, and due at once.
    """
    if mail.error == DeliveryReason.MOVED:
        moved = Delivery.objects.filter(mail=mail)
        LIFECYCLE.move_all(moved, Step.RETURN, mail=None, posted_at=None, release_at=clock.now(), reason=DeliveryReason.MOVED)
        return
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
