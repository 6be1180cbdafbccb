"""A letter whose worker is killed arrives: once, or twice under one Message-ID, never not at all."""

import pytest

from config.settings.mail import mail_settings
from core import mail_outbox
from core.models import OutgoingMail, Work
from tests.faults.processes import kill_at, process_on
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("fault", ["outbox.sent", "work.before_commit"])
def test_mail_whose_worker_is_killed(fault: str) -> None:
    with mail_server() as server:
        constants = {
            f"django.conf.settings.{name}": value for name, value in mail_settings(f"smtp://localhost:{server.port}").items()
        }
        mail_outbox.post(recipient="ana@example.org", data={"subject": "Hello", "text": "Text"})
        kill_at(fault, Work.objects.get(), constants=constants)
        assert OutgoingMail.objects.get().state == "waiting"
        assert process_on(Work.objects.get(), constants=constants).wait() == 0
    assert OutgoingMail.objects.get().state == "sent"
    first, second = (delivery.message["Message-ID"] for delivery in server.received)
    assert first == second
