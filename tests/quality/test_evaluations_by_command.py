"""Files of evaluations on the command line, with the same commands as files of feedback."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from intake.models import Import
from quality.models import ImportedEvaluation
from tests.factories import evaluations as make

pytestmark = pytest.mark.django_db


def said(command: str, *arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "evaluations.json"
    path.write_text(json.dumps([make.evaluation(id="a"), make.evaluation(id="b", status="PENDING")]), encoding="utf-8")
    return path


def test_file_is_recognised_published_and_undone(file: Path) -> None:
    outcome = json.loads(said("import_feedback", file, json=True))
    assert (outcome["kind"], outcome["state"], outcome["source"]) == ("evaluations", "published", "genesys")
    assert (outcome["rows"], outcome["added"], outcome["rejected"]) == (2, 1, 1)
    assert [bad["reason"] for bad in outcome["rejections"]] == ["not_finished"]
    assert json.loads(said("undo_import", outcome["import"], dry_run=True, json=True))["removed"] == 1
    assert ImportedEvaluation.objects.filter(is_current=True).exists()
    assert "1  evaluations removed" in said("undo_import", outcome["import"])
    assert not ImportedEvaluation.objects.exists()


def test_dry_run_changes_nothing(file: Path) -> None:
    assert "1  new" in said("import_feedback", file, dry_run=True)
    assert not Import.objects.exists()
    assert not ImportedEvaluation.objects.exists()
