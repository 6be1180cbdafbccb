"""Ticks that plan or release e-mails are killed at each step, or run at the same time: one e-mail for each notification."""

from datetime import timedelta

import pytest
from django.db import transaction

from core import clock
from core.models import OutgoingMail
from notices import actions
from notices.actions import plans
from notices.models import Delivery, QuietHours
from people.actions import notify, take_unplanned
from people.models import Notification
from tests.factories.people import Personas
from tests.faults.processes import KILLED, tick_in_a_process
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def tell(personas: Personas, *numbers: int) -> None:
    for number in numbers:
        notify(person_id=personas.agent.person_id, key=f"invitation:{number}:reply-by:1", text="Come.")


def never_quiet(personas: Personas) -> None:
    """Quiet in one minute that is over, so that real time doesn't matter."""
    over = (clock.now() - timedelta(hours=3)).time().replace(second=0, microsecond=0)
    until = (clock.now() - timedelta(hours=2)).time().replace(second=0, microsecond=0)
    personas.agent.person.time_zone = "UTC"
    personas.agent.person.save()
    QuietHours.objects.update_or_create(
        person=personas.agent.person, defaults={"starts_at": over, "ends_at": until, "with_weekends": False}
    )


def mailed() -> list[int]:
    """Ids of the notifications in all e-mails of the outbox."""
    return sorted(each for mail in OutgoingMail.objects.all() for each in mail.data.get("notifications", []))


def all_notifications() -> list[int]:
    return sorted(Notification.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("fault", ["notices.taken", "notices.planned"])
def test_tick_that_is_killed_while_planning(fault: str, personas: Personas) -> None:
    never_quiet(personas)
    tell(personas, 1, 2)
    assert tick_in_a_process(fault).wait() == KILLED
    assert (mailed(), Delivery.objects.count()) == ([], 0)
    assert tick_in_a_process().wait() == 0
    assert mailed() == all_notifications()


def test_tick_that_is_killed_while_releasing(personas: Personas) -> None:
    never_quiet(personas)
    tell(personas, 1, 2)
    actions.plan()
    OutgoingMail.objects.all().delete()
    Delivery.objects.update(state="held", reason="quiet", release_at=clock.now(), posted_at=None)
    assert tick_in_a_process("notices.released").wait() == KILLED
    assert mailed() == []
    assert tick_in_a_process().wait() == 0
    assert mailed() == all_notifications()
    assert OutgoingMail.objects.count() == 1


def test_ticks_at_the_same_time_plan_and_release_once(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "BATCH", 5)
    never_quiet(personas)
    tell(personas, *range(40))
    assert at_once(*[actions.plan] * 4) == [None] * 4
    assert Delivery.objects.count() == 40
    assert at_once(*[actions.release] * 4) == [None] * 4
    posted = mailed()
    assert len(posted) == len(set(posted)) == Delivery.objects.filter(state="posted").count()
    Delivery.objects.filter(state="held").update(release_at=clock.now())
    assert at_once(*[actions.release] * 4) == [None] * 4
    assert mailed() == all_notifications()


def test_notifications_that_another_tick_plans_are_left_to_it(personas: Personas) -> None:
    tell(personas, 1)
    with transaction.atomic():
        assert len(take_unplanned(10)) == 1
        planned: list[int] = []
        assert at_once(lambda: planned.append(actions.plan())) == [None]
        assert planned == [0]
        transaction.set_rollback(True)
    assert actions.plan() == 1
