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
    path.write_text("ticket,agent,date,rating\n1,Nia,2026-01-31 23:30,5\n2,Nia\n")
    said = run(path, "--profile", "generic", "--source", "shop")
    assert "line 3: 2,Nia: This row has fewer cells than the header." in said


@pytest.mark.parametrize(
    ("ratings", "sentence"),
    [
        ("3 3 2 1 3", "rating: 3 (3), 2 (1), 1 (1). Upload the file on the Imports page and enter the lowest and the highest"),
        ("4.5 3.5 5", "rating: 4.5 (1), 3.5 (1). Averages can't be imported as answers"),
        ("5 naja naja", "rating: naja (2). Upload the file on the Imports page and say there how many points"),
        ("5,9 1,2", "rating: 5,9 (1), 1,2 (1)"),
    ],
)
def test_ratings_without_a_clear_scale_are_refused(tmp_path: Path, ratings: str, sentence: str) -> None:
    organisation()
    path = tmp_path / "own.csv"
    rows = "".join(f'{number},Nia,2026-01-31 23:30,"{text}"\n' for number, text in enumerate(ratings.split()))
    path.write_text(f"ticket,agent,date,rating\n{rows}")
    with pytest.raises(CommandError) as refused:
        run(path, "--profile", "generic", "--source", "shop")
    assert sentence in str(refused.value)
    assert not Import.objects.exists()


def written(path: Path, *rows: str, head: str = "ticket,agent,date,rating") -> Path:
    path.write_text("".join(f"{row}\n" for row in (head, *rows)))
    return path


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A file of two contacts that is published under the source `shop`."""
    organisation()
    path = written(tmp_path / "first.csv", "1,Nia,2026-01-31 10:00,4", "2,Omar,2026-01-31 11:00,5")
    run(path, "--profile", "generic", "--source", "shop")
    return path


def test_unknown_columns_are_named_with_guesses_and_what_to_do(tmp_path: Path) -> None:
    path = written(tmp_path / "own.csv", "1,5,2026-01-31", head="id,mark,date")
    with pytest.raises(CommandError) as refusal:
        run(path)
    said = str(refusal.value)
    assert "Columns found: id, mark, date" in said
    assert "Our guesses: Contact ID = id, Contact date = date" in said
    assert "Not found: Agent, Rating" in said
    assert "--profile generic --source NAME" in said
    assert "Imports page" in said
    written(path, "1,5", head="id,mark")
    with pytest.raises(CommandError) as refusal:
        run(path)
    assert "--profile generic" not in str(refusal.value)


@pytest.mark.parametrize(("answer", "agent", "count"), [("keep", "Nia", "agents_kept"), ("move", "Omar", "reassigned")])
def test_reassigned_contacts_are_refused_until_told(known: Path, answer: str, agent: str, count: str) -> None:
    path = written(known, "1,Omar,2026-01-31 10:00,4")
    arguments = (path, "--profile", "generic", "--source", "shop")
    with pytest.raises(CommandError, match=r"1 contact of this source(.|\n)*1: Nia(.|\n)*--reassigned keep") as refusal:
        run(*arguments)
    waiting = Import.objects.latest("pk")
    assert waiting.state == Import.State.NEEDS_LOOK
    assert f"Import {waiting.pk} waits" in str(refusal.value)
    with pytest.raises(CommandError):
        run(*arguments, "--same-contacts", "publish", "--confirm", "other-contacts")
    outcome = json.loads(run(*arguments, "--reassigned", answer, "--json"))
    assert (outcome["state"], outcome[count]) == ("published", 1)
    assert Interaction.objects.get(external_id="1").person.display_name == agent  # type: ignore[union-attr]


def test_same_file_under_another_source_is_refused_until_told(known: Path) -> None:
    arguments = (known, "--profile", "generic", "--source", "desk")
    with pytest.raises(CommandError, match=r"under the source “shop”(.|\n)*--same-contacts publish"):
        run(*arguments, "--dry-run")
    assert Import.objects.count() == 1
    assert json.loads(run(*arguments, "--same-contacts", "publish", "--json"))["added"] == 2


def test_same_file_again_says_when_it_was_published(known: Path) -> None:
    assert "The same file was published before: source shop" in run(known, "--profile", "generic", "--source", "shop")


def test_odd_dates_are_refused_until_confirmed(tmp_path: Path) -> None:
    organisation()
    path = written(tmp_path / "old.csv", "1,Nia,2001-01-31 10:00,4")
    arguments = (path, "--profile", "generic", "--source", "shop")
    with pytest.raises(CommandError, match="--confirm long-ago"):
        run(*arguments)
    assert "These dates are right" in run(*arguments, "--confirm", "long-ago")


def test_file_without_usable_rows_is_refused_and_waits(tmp_path: Path) -> None:
    organisation()
    path = written(tmp_path / "bad.csv", f"1,{'N' * 201},2026-01-31,4", f"2,{'N' * 201},2026-01-31,5")
    with pytest.raises(CommandError, match="All 2 rows were rejected, 2 of them because of the column “agent”"):
        run(path, "--profile", "generic", "--source", "shop", "--confirm", "no-rating")
    assert Import.objects.get().state == Import.State.NEEDS_LOOK


def test_long_name_of_a_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="60 characters"):
        run(tmp_path / "any.csv", "--source", "s" * 61)


def test_rejections_are_summed_by_reason(tmp_path: Path) -> None:
    organisation()
    good = [f"{number},Nia,2026-01-31,4" for number in range(3)]
    long = [f"{number},{'N' * 201},2026-01-31,5" for number in (7, 8)]
    path = written(tmp_path / "own.csv", *good, *long, "9,Nia,soon,4")
    said = run(path, "--profile", "generic", "--source", "shop")
    assert "2 rows: agent: This value is too long" in said
    assert "1 row: date" in said


@pytest.mark.parametrize(
    ("profile", "rows", "match"),
    [
        ("chatwoot-json", [7, 8, 5, 9], r"aren't on the scale.*rating: .*7 \(1\)"),
        ("chatwoot-json", ["great stuff", "soso", 5, 4], r"aren't on the scale.*great stuff \(1\)"),
        ("chatwoot-json", [4.3, 3.7, 4.1], r"look like averages"),
    ],
)
def test_known_file_whose_ratings_do_not_fit_its_scale_is_refused(
    tmp_path: Path, profile: str, rows: list[object], match: str
) -> None:
    organisation()
    records = [
        {"rating": rating, "feedback_message": "", "conversation_id": number, "created_at": 1767225600 + number}
        for number, rating in enumerate(rows)
    ]
    path = tmp_path / "ratings.json"
    path.write_text(json.dumps(records))
    for arguments in ((path,), (path, "--profile", profile)):
        with pytest.raises(CommandError, match=match):
            run(*arguments)
    assert not Import.objects.exists()


def test_few_odd_ratings_of_a_known_file_are_rejected_rows(tmp_path: Path) -> None:
    organisation()
    records = [
        {
            "rating": 9 if number == 3 else 5,
            "feedback_message": "",
            "conversation_id": number,
            "created_at": 1767225600 + number,
        }
        for number in range(12)
    ]
    path = tmp_path / "ratings.json"
    path.write_text(json.dumps(records))
    outcome = json.loads(run(path, "--json"))
    assert (outcome["state"], outcome["rows"], outcome["rejected"]) == ("published", 12, 1)
