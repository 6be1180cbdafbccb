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


Placed = tuple[int, Version]
Files = Mapping[int, Sequence[Version]]


def random_version(chance: random.Random) -> Version:
    is_withheld = chance.random() < 0.2
    return Version(
        external_id=f"v{chance.randrange(4)}",
        # A chain may be called after one of its versions.
        context=chance.choice(("", "", "", "chain", "other", "v0")),
        version=chance.randrange(3),
        day=chance.randrange(3),
        score=None if is_withheld else chance.randrange(4),
        is_retracted=is_withheld and chance.random() < 0.6,
        retracts=chance.choice(("", "", "", "", "", "v0", "v1")),
    )


def contexts_in(rows: Iterable[Placed]) -> dict[Placed, str]:
    """The context of each version: its own, or else the one that the last version with the same id names."""
    rows = list(rows)
    named = {each.external_id: each.context for _place, each in rows if each.context not in {"", each.external_id}}
    return {
        (place, each): each.context if each.context not in {"", each.external_id} else named.get(each.external_id, each.external_id)
        for place, each in rows
    }


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


def undo(imported: Import, number: int, files: Files) -> None:
    """Undo a file, and compare the forecast with the versions that were shown before and are shown now."""
    left = {other: files[other] for other in files if other != number}
    contexts = {row.external_id: context for (_place, row), context in contexts_in(placed(left)).items()}
    before = {contexts.get(row.external_id, context): row.score for context, (_place, row) in shown(files).items()}
    after = {context: row.score for context, (_place, row) in shown(left).items()}
    would = forecast(imported)
    assert would.removed == len(before.keys() - after.keys())
    assert would.back == sum(before.get(context) != score for context, score in after.items())
    Import.objects.filter(pk=imported.pk).update(state=Import.State.UNDOING)
    imported.refresh_from_db()
    undo_step(imported, WORK)
    assert (imported.counts["removed"], imported.counts["back"]) == (would.removed, would.back)


def compare(chance: random.Random) -> None:
    files: dict[int, list[Version]] = {}
    imports: dict[int, Import] = {}
    for number in range(chance.randrange(3, 8)):
        if files and chance.random() < 0.4:
            gone = chance.choice(list(files))
            undo(imports[gone], gone, files)
            del files[gone]
        else:
            files[number] = [random_version(chance) for _ in range(chance.randrange(1, 4))]
            imports[number] = publish(files[number])
        assert stored() == expected(files)


@pytest.mark.parametrize("seed", seeds(25))
def test_model_and_database_agree(personas: Personas, seed: int) -> None:
    compare(random.Random(seed))  # noqa: S311 - a seeded test
