"""Outcomes of e-mails, told by the outbox."""

from core import clock, mail_outbox
from notices.lifecycle import LIFECYCLE, Step
from notices.models import Delivery

STEPS = {
    mail_outbox.State.SENT: Step.SEND,
    mail_outbox.State.FAILED: Step.FAIL,
    mail_outbox.State.DROPPED: Step.DROP,
}


def finished(mail: mail_outbox.Mail) -> None:
    """Copy the outcome of an e-mail to its deliveries, because the outbox forgets it after a month."""
    step = STEPS[mail_outbox.State(mail.state)]
    changes = {"reason": mail.error} if step == Step.DROP else {}
    LIFECYCLE.move_all(Delivery.objects.filter(mail=mail), step, finished_at=clock.stamp(), **changes)
