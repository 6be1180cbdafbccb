"""Lifecycles are whole, drawn in the docs as they are, and the only way in which code of ours changes a state."""

import ast
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.states import Lifecycle
from tests.architecture.lifecycles import DOCUMENT, document, lifecycles
from tests.architecture.rooms import ROOMS, sources

EACH = pytest.mark.parametrize("name", list(lifecycles()))
# The models whose `State` has a table.
MODELS = {lifecycle.states.__qualname__.split(".")[0] for lifecycle in lifecycles().values()}


@EACH
@given(data=st.data())
def test_random_steps_never_leave_the_table(name: str, data: st.DataObject) -> None:
    lifecycle = lifecycles()[name]
    thing = SimpleNamespace(state=data.draw(st.sampled_from(lifecycle.begins)))
    for step in data.draw(st.lists(st.sampled_from(list(lifecycle.transitions)), max_size=20)):
        before, transition = thing.state, lifecycle.transitions[step]
        if before in transition.sources:
            lifecycle.move(thing, step, number=1)
            assert thing.state == transition.target
        else:
            with pytest.raises(lifecycle.refusal) as refusal:
                lifecycle.move(thing, step, number=1)
            assert thing.state == before
            assert "%(" not in str(refusal.value)
        assert thing.state in lifecycle.states


@EACH
def test_every_state_can_be_reached_from_the_beginning(name: str) -> None:
    lifecycle = lifecycles()[name]
    reached = set(lifecycle.begins)
    for _each in lifecycle.states:
        reached |= {lifecycle.transitions[step].target for state in reached for step in lifecycle.steps_from(state)}
    assert {state.value for state in reached} == set(lifecycle.states.values)


@EACH
def test_every_step_has_a_transition(name: str) -> None:
    lifecycle = lifecycles()[name]
    (steps,) = {type(step) for step in lifecycle.transitions}
    assert set(lifecycle.transitions) == {*steps.__members__.values()}


def test_docs_draw_the_lifecycles_as_they_are() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "Run `python -m tests.architecture.lifecycles`."


def past_the_table(source: str) -> list[int]:
    """The lines that give a thing with a lifecycle a state of their own choice."""
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assign | ast.Call))
    return [node.lineno for node in found if _sets_state(node) and _names_a_state(node)]


def _sets_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        targets = [each for target in node.targets for each in ast.walk(target)]
        return any(isinstance(each, ast.Attribute) and each.attr == "state" for each in targets)
    is_update = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    return is_update and any(keyword.arg == "state" for keyword in node.keywords)  # type: ignore[attr-defined]


def _names_a_state(node: Any) -> bool:
    values = [node.value] if isinstance(node, ast.Assign) else [each.value for each in node.keywords if each.arg == "state"]
    found = [each for value in values for each in ast.walk(value)]
    return any(
        isinstance(each, ast.Attribute)
        and each.attr == "State"
        and isinstance(each.value, ast.Name)
        and each.value.id in MODELS
        for each in found
    )


@pytest.mark.parametrize(
    "line",
    [
        "imported.state = Import.State.PUBLISHED",
        "imported.state, imported.published_at = Import.State.PUBLISHED, now",
        "Import.objects.filter(pk=1).update(state=Import.State.PUBLISHED)",
    ],
)
def test_state_past_the_table_is_found(line: str) -> None:
    assert past_the_table(line) == [1]


def test_no_room_changes_a_state_past_its_table() -> None:
    rooms = [path for path in sources(*ROOMS) if past_the_table(path.read_text(encoding="utf-8"))]
    assert rooms == []


def test_the_models_with_a_table_are_known() -> None:
    assert {"Crisis", "Award", "EvaluationFile", "ScriptVersion", "Import"} == MODELS


def test_refusal_names_the_state() -> None:
    lifecycle: Lifecycle[Any, Any] = lifecycles()["Version of a script"]
    version = SimpleNamespace(state="expired")
    with pytest.raises(lifecycle.refusal, match=r"Version 3 is expired\. Only an approved version can be published"):
        lifecycle.check(version, next(step for step in lifecycle.transitions if step == "publish"), number=3)
