"""Random files of evaluations, published and undone: a model in plain Python computes which versions are current.

The forecast of each undo is compared with its effect.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from intake.actions.undo import undo_step
from intake.models import Import, ImportKind
from quality.actions.evaluation_publication import publish_step
from quality.models import ImportedEvaluation
from quality.queries.evaluation_imports import forecast
from tests.factories.people import Personas
from tests.seeds import seeds

pytestmark = pytest.mark.django_db

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
# What a step of background work gets and doesn't read.
WORK: Any = SimpleNamespace(cursor={})


@dataclass(frozen=True)
class Version:
    """A version of an evaluation in a file. Without a context it has only its own id. The score identifies its content."""

    external_id: str
    context: str
    version: int
    day: int
    score: int | None
    is_retracted: bool
    retracts: str


# The context of each id, as sources name them. A chain may be called after one of its versions.
CHAINS = {"v0": "v0", "v1": "v0", "v2": "chain", "v3": "chain"}
Placed = tuple[int, Version]
Files = Mapping[int, Sequence[Version]]


def random_version(chance: random.Random, *, contradicts: bool) -> Version:
    """A version with or without its context. Files that contradict each other name several contexts for an id."""
    is_withheld = chance.random() < 0.2
    external_id = chance.choice(list(CHAINS))
    return Version(
        external_id=external_id,
        context=chance.choice(("", "chain", "other", "v0") if contradicts else ("", CHAINS[external_id])),
        version=chance.randrange(3),
        day=chance.randrange(3),
        score=None if is_withheld else chance.randrange(4),
        is_retracted=is_withheld and chance.random() < 0.6,
        retracts=chance.choice(("", "", "", "", "", "v0", "v1")),
    )


def contexts_in(rows: Iterable[Placed]) -> dict[Placed, str]:
    """The context of each version: its own, or else the one that the last version with the same id names."""
    rows = list(rows)
    own = {row: row[1].context for row in rows if row[1].context not in {"", row[1].external_id}}
    named = {each.external_id: context for (_place, each), context in own.items()}
    return {row: own.get(row) or named.get(row[1].external_id, row[1].external_id) for row in rows}


def placed(files: Files) -> list[Placed]:
    return list(enumerate(each for number in sorted(files) for each in files[number]))


def current(files: Files) -> dict[str, Placed]:
    """The current version of each evaluation, by context."""
    rows = placed(files)
    contexts = contexts_in(rows)
    newest: dict[str, Placed] = {}
    for external_id in {each.external_id for _place, each in rows}:
        same = [row for row in rows if row[1].external_id == external_id]
        newest[external_id] = max(same, key=lambda row: (row[1].day, _said_last(row[1], same), -row[0]))
    found: dict[str, Placed] = {}
    for row in sorted(newest.values(), key=lambda row: (row[1].version, row[1].day, row[0])):
        if not any(_retracts(other, row, contexts) for other in rows):
            found[contexts[row]] = row
    return found


def _said_last(version: Version, same: Iterable[Placed]) -> int:
    return max(place for place, each in same if (each.day, each.score) == (version.day, version.score))


def _retracts(other: Placed, row: Placed, contexts: Mapping[Placed, str]) -> bool:
    is_later = contexts[other] == contexts[row] and other[1].version > row[1].version
    retracts_itself = other[1].is_retracted and (other[1].external_id == row[1].external_id or is_later)
    return retracts_itself or other[1].retracts == row[1].external_id


def shown(files: Files) -> dict[str, Placed]:
    return {context: row for context, row in current(files).items() if row[1].score is not None}


def publish(versions: Sequence[Version]) -> Import:
    imported = Import.objects.create(
        kind=ImportKind.EVALUATIONS, file_name="e", path="imports/e", size_bytes=1, source="genesys",
        state=Import.State.PUBLISHING, counts={"rows": len(versions), "rejected": 0},
    )  # fmt: skip
    ImportedEvaluation.objects.bulk_create(_row(imported, line, each) for line, each in enumerate(versions))
    publish_step(imported, WORK)
    return imported


def _row(imported: Import, line: int, version: Version) -> ImportedEvaluation:
    said = {} if version.score is None else {"total_score": version.score, "identity": "nia", "agent": "Nia"}
    return ImportedEvaluation(
        file=imported, line=line, source=imported.source, external_id=version.external_id,
        context_id=version.context or version.external_id, version=version.version, retracts=version.retracts,
        changed_at=MARCH + timedelta(days=version.day), is_withheld=version.score is None,
        is_retracted=version.is_retracted, digest="" if version.score is None else str(version.score), **said,
    )  # fmt: skip


def stored() -> dict[str, tuple[str, int | None]]:
    """Current versions, by context."""
    found = ImportedEvaluation.objects.filter(is_current=True)
    return {each.context_id: (each.external_id, None if each.total_score is None else int(each.total_score)) for each in found}


def expected(files: Files) -> dict[str, tuple[str, int | None]]:
    return {context: (row.external_id, row.score) for context, (_place, row) in current(files).items()}


def undo(imported: Import) -> None:
    Import.objects.filter(pk=imported.pk).update(state=Import.State.UNDOING)
    imported.refresh_from_db()
    undo_step(imported, WORK)


def effect(files: Files, gone: int) -> tuple[int, int]:
    """How many evaluations undoing a file removes, and how many it shows in another version or again."""
    left = {number: files[number] for number in files if number != gone}
    contexts = {row.external_id: context for (_place, row), context in contexts_in(placed(left)).items()}
    before = {contexts.get(row.external_id, context): row.score for context, (_place, row) in shown(files).items()}
    after = {context: row.score for context, (_place, row) in shown(left).items()}
    return len(before.keys() - after.keys()), sum(before.get(context) != score for context, score in after.items())


def compare(chance: random.Random, *, contradicts: bool) -> None:
    """Publish and undo random files, and compare the current versions, and each undo with its forecast, with the model."""
    files: dict[int, list[Version]] = {}
    imports: dict[int, Import] = {}
    for number in range(chance.randrange(3, 8)):
        if files and chance.random() < 0.4:
            gone = chance.choice(list(files))
            would = forecast(imports[gone])
            undo(imports[gone])
            assert (imports[gone].counts["removed"], imports[gone].counts["back"]) == (would.removed, would.back)
            assert contradicts or (would.removed, would.back) == effect(files, gone)
            del files[gone]
        else:
            files[number] = [random_version(chance, contradicts=contradicts) for _ in range(chance.randrange(1, 4))]
            imports[number] = publish(files[number])
        assert stored() == expected(files)


@pytest.mark.parametrize("seed", seeds(12))
@pytest.mark.parametrize("contradicts", [False, True])
def test_model_and_database_agree(personas: Personas, seed: int, *, contradicts: bool) -> None:
    compare(random.Random(seed), contradicts=contradicts)  # noqa: S311 - a seeded test
