"""Uploads that no import needs are deleted after an hour, also those of evaluations from before they were imports."""

import os
import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from intake.actions.files import ORPHAN_AFTER_SECONDS, sweep
from intake.upload_storage import place_of
from tests.factories import feedback
from tests.factories.people import organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_uploads(settings: Settings, tmp_path: Path) -> None:
    organisation()
    settings.MEDIA_ROOT = tmp_path


def left_behind(path: str, *, seconds: int) -> Path:
    place = place_of(path)
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"1")
    os.utime(place, (time.time() - seconds,) * 2)
    return place


@pytest.mark.parametrize("folder", ["imports", "evaluations"])
def test_old_upload_without_an_import_is_deleted(folder: str) -> None:
    old = left_behind(f"{folder}/old", seconds=ORPHAN_AFTER_SECONDS + 60)
    arriving = left_behind(f"{folder}/arriving", seconds=0)
    assert sweep() == 1
    assert (old.exists(), arriving.exists()) == (False, True)


def test_old_upload_of_an_import_that_waits_is_kept() -> None:
    imported = feedback.received(feedback.calls(), goes_on=False)
    os.utime(place_of(imported.path), (time.time() - ORPHAN_AFTER_SECONDS - 60,) * 2)
    assert sweep() == 0
    assert place_of(imported.path).exists()
