"""The command `import_feedback`: counts, dry run and errors."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from feedback.models import Interaction
from intake.models import Import
from people.models import Person
from tests.factories import feedback
from tests.factories.people import organisation

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_feedback", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    organisation()
    return feedback.write_calls(tmp_path / "calls.csv")


def test_it_imports_and_counts(calls: Path) -> None:
    outcome = json.loads(run(calls, "--json"))
    assert (outcome["state"], outcome["added"], outcome["responses"], outcome["new_people"]) == ("published", 5, 4, 2)
    assert "5  unchanged rows" in run(calls)


def test_dry_run_reports_the_same_counts_and_changes_nothing(calls: Path, settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    outcome = json.loads(run(calls, "--dry-run", "--json"))
    assert (outcome["dry_run"], outcome["added"], outcome["new_people"]) == (True, 5, 2)
    assert not Import.objects.exists()
    assert not Interaction.objects.exists()
    assert not Person.objects.exists()
    assert list((tmp_path / "media" / "imports").iterdir()) == []


def test_unknown_names_can_be_left_for_the_page(calls: Path) -> None:
    outcome = json.loads(run(calls, "--propose-people", "--json"))
    assert (outcome["state"], outcome["unknown_names"]) == ("needs_people", 2)
    assert not Person.objects.exists()


def test_a_file_with_usual_columns_needs_no_profile_of_its_own(tmp_path: Path) -> None:
    organisation()
    path = tmp_path / "own.csv"
    path.write_text("ticket,agent,date,rating\n1,Nia,2026-01-31 23:30,4\n")
    outcome = json.loads(run(path, "--profile", "generic", "--source", "shop", "--json"))
    assert (outcome["added"], outcome["source"]) == (1, "shop")


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        ("", [], "empty"),
        ("a,b\n1,2\n", [], "We don't recognise"),
        ("a,b\n1,2\n", ["--profile", "generic"], "We don't recognise"),
        ("agent,date\nNia,01/02/2026\n", ["--profile", "generic"], "two ways"),
        ("agent,date\nNia,x\n", ["--profile", "call-center"], "These columns are missing: Call Id"),
    ],
)
def test_unreadable_file_ends_with_a_message(tmp_path: Path, content: str, arguments: list[str], sentence: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content)
    with pytest.raises(CommandError, match=sentence):
        run(path, *arguments)
    assert not Import.objects.exists()


def test_missing_file_ends_with_a_message(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be read"):
        run(tmp_path / "missing.csv")


def test_rejected_rows_are_listed_with_their_line(tmp_path: Path) -> None:
    organisation()
    path = tmp_path / "own.csv"
    path.write_text("ticket,agent,date,rating\n1,Nia,2026-01-31 23:30,9\n2,Nia\n3,Nia,2026-01-31 23:30,4\n4,Nia,2026-01-31,5\n")
    said = run(path, "--profile", "generic", "--source", "shop")
    assert "line 2, rating: 9: This rating is outside the scale" in said
    assert "line 3: 2,Nia: This row has fewer cells than the header." in said
