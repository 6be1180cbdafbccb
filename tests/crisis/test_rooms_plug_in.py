"""Registries for steps and the reserve list accept each registration once."""

import pytest

from crisis import readiness, selection_registry, steps
from crisis.models import Crisis


def found(_crisis: Crisis) -> steps.StepRow:
    raise AssertionError("a step that is refused is not asked")


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6])
def test_each_number_belongs_to_one_step(number: int) -> None:
    with pytest.raises(ValueError, match=f"two steps with the number {number}"):
        steps.register(number, found)


def test_reserve_list_comes_from_one_room() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        selection_registry.register(
            selection_registry.Reserve(
                lambda _crisis: None,
                lambda _crisis: [],
                lambda _crisis: [],
                lambda _user: [],
                lambda _crisis: {},
                lambda _crisis, _cell, _needed: None,
            )
        )


def test_readiness_comes_from_one_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_registered", [])
    readiness.register(lambda _crisis: {7})
    assert readiness.ready_ids(Crisis()) == frozenset({7})
    with pytest.raises(ValueError, match="registered twice"):
        readiness.register(lambda _crisis: {8})
