"""An agent taps in two windows at the same moment: one use begins, and its path has both steps."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from core import clock
from scripts_library import actions
from scripts_library.actions import uses
from scripts_library.models import ScriptUse, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, personas
from tests.threads import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> Personas:
    return personas()


@pytest.fixture
def version(people: Personas) -> ScriptVersion:
    return scripts.published_with_steps(people.supervisor, people.approver)


@pytest.fixture
def meeting(version: ScriptVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both threads have found no use before either begins one."""
    meeting = Meeting()

    class MeetingClock:
        @staticmethod
        def now() -> datetime:
            meeting.wait()
            return clock.now()

    monkeypatch.setattr(uses, "clock", MeetingClock)


def taps(people: Personas, version: ScriptVersion) -> list[Callable[[], Any]]:
    return [
        lambda: actions.take_step(actor=people.agent, version=version, at="step-1", to="step-2"),
        lambda: actions.take_step(actor=people.agent, version=version, at="step-1", to="step-3"),
    ]


@pytest.mark.usefixtures("meeting")
def test_two_taps_begin_one_use(people: Personas, version: ScriptVersion) -> None:
    assert at_once(*taps(people, version)) == [None, None]
    (use,) = ScriptUse.objects.all()
    assert use.path in (["step-1", "step-2", "step-1", "step-3"], ["step-1", "step-3", "step-1", "step-2"])


@pytest.mark.usefixtures("meeting")
def test_control_without_the_second_look_one_tap_is_lost(
    people: Personas, version: ScriptVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uses, "_locked_use", lambda _actor, _version: None)
    assert sorted(type(error).__name__ for error in at_once(*taps(people, version))) == ["IntegrityError", "NoneType"]
