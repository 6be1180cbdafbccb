"""A refused or interrupted demo leaves nothing behind."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from desk.demo.schedule import Story
from journal.models import Entry
from people.models import Person
from tests.desk.test_seed_demo import seed_into

pytestmark = pytest.mark.django_db


def test_demo_is_refused_where_it_is_not_allowed(settings: Settings) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="ECS_DEMO_ALLOWED"):
        call_command("seed_demo")
    assert not Person.objects.exists()


def test_interrupted_demo_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(_story: Story, _house: object) -> None:
        assert Person.objects.exists()
        raise RuntimeError

    monkeypatch.setattr("desk.demo.seeding.plan_imports", break_off)
    with pytest.raises(RuntimeError):
        seed_into(tmp_path)
    assert not Person.objects.exists()
    assert not Entry.objects.exists()
