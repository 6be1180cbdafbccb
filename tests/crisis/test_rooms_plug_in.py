"""Registries for steps, the reserve list and training accept each registration once."""

import pytest

from crisis import selection_registry, steps
from crisis.models import Crisis
from training import contact, trainees


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


def test_training_asks_one_room() -> None:
    with pytest.raises(ValueError, match="trainees is registered twice"):
        trainees.register(lambda _journal_id: trainees.Trainees())
    with pytest.raises(ValueError, match="support contacts is registered twice"):
        contact.register(lambda _journal_id: [])
