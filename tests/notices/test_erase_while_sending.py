"""Erasure and a worker that need the same e-mail and its delivery don't block each other."""

import threading

import pytest
from django.db import connection, transaction

from core import mail_outbox
from notices.models import Delivery
from people.actions import notify
from people.models import Notification
from tests.factories.people import PersonFactory
from tests.threads import PATIENCE, wait_until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)


def test_erasure_waits_for_an_email_before_it_locks_its_delivery() -> None:
    person = PersonFactory.create()
    notify(person_id=person.pk, key="crisis:1", text="Come and see.", url="/")
    mail = mail_outbox.post(recipient="ana@example.org", data={"subject": "News", "text": "Text"})
    delivery = Delivery.objects.create(
        notification=Notification.objects.get(), mail=mail, state="posted", posted_at=mail.created_at
    )

    def forget() -> None:
        try:
            mail_outbox.forget_letters(["ana@example.org"])
        finally:
            connection.close()

    erasure = threading.Thread(target=forget, daemon=True)
    with transaction.atomic():
        # As a worker does: first the e-mail, then what its room records.
        mail_outbox.Mail.objects.filter(pk=mail.pk).update(error="Sent")
        erasure.start()
        wait_until_somebody_waits_for_a_lock()
        Delivery.objects.filter(pk=delivery.pk).update(reason="")
    erasure.join(PATIENCE)
    assert not mail_outbox.Mail.objects.exists()
    assert Delivery.objects.get().mail_id is None
