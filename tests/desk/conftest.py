"""An installation with something to back up, and another one to restore it into."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.models import Import
from tests.desk.installations import WAITING, Elsewhere, another_installation
from tests.factories import evaluations, feedback
from tests.factories.people import organisation, personas


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def waiting(tmp_path: Path, settings: Any) -> Import:
    """An installation with published feedback, a file whose names are unknown, and a file of evaluations to be read."""
    settings.MEDIA_ROOT = tmp_path / "data" / "uploads"
    organisation()
    someone = personas()
    feedback.imported(feedback.calls())
    evaluations.received(someone.ops, json.dumps([evaluations.evaluation()]).encode())
    return feedback.imported(WAITING, creates_people=False)


@pytest.fixture
def elsewhere(waiting: Import, tmp_path: Path, settings: Any) -> Iterator[Elsewhere]:
    with another_installation(tmp_path / "elsewhere", settings) as other:
        yield other
