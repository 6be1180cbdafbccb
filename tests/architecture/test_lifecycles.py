"""Lifecycles are complete, drawn in the docs, and the only way in which our code changes a state."""

import ast
from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from core.states import Lifecycle
from tests.architecture.lifecycles import DOCUMENT, document, lifecycles
from tests.architecture.rooms import ROOMS, sources

EACH = pytest.mark.parametrize("name", list(lifecycles()))
# Lifecycles by the name of the model.
TABLES = {lifecycle.states.__qualname__.split(".")[0]: lifecycle for lifecycle in lifecycles().values()}
# Calls that create objects and may set the initial state.
MAKING = {"create", "acreate", "get_or_create", "update_or_create", *TABLES}


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
def test_each_state_can_be_reached(name: str) -> None:
    lifecycle = lifecycles()[name]
    reached = set(lifecycle.begins)
    for _each in lifecycle.states:
        reached |= {lifecycle.transitions[step].target for state in reached for step in lifecycle.steps_from(state)}
    assert {state.value for state in reached} == set(lifecycle.states.values)


@EACH
def test_each_step_has_a_transition(name: str) -> None:
    lifecycle = lifecycles()[name]
    (steps,) = {type(step) for step in lifecycle.transitions}
    assert set(lifecycle.transitions) == {*steps.__members__.values()}


def test_diagrams_in_the_docs_are_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "Run `python -m tests.architecture.lifecycles`."


def past_the_table(source: str) -> list[int]:
    """Lines that set a state without a transition, or set a state to a plain string."""
    # Few sources set any, and looking through all of them takes seconds.
    tree = ast.parse(source if "state" in source else "")
    known = _states_known_as(tree)
    return [
        line for line, value, begins in _states_given(tree) if any(_is_past(each, known, begins) for each in ast.walk(value))
    ]


def _states_known_as(tree: ast.Module) -> dict[str, str]:
    """Model names by the names of their states in this source: `Import.State` and its aliases."""
    known = {f"{model}.State": model for model in TABLES}
    by_states = {id(table.states): model for model, table in TABLES.items()}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            module = import_module(node.module) if node.module and node.module.endswith("lifecycle") else None
            for each in node.names:
                if model := by_states.get(id(getattr(module, each.name, None))):
                    known[each.asname or each.name] = model
        if isinstance(node, ast.Assign) and ast.unparse(node.value) in known:
            known |= {ast.unparse(target): known[ast.unparse(node.value)] for target in node.targets}
    return known


def _states_given(tree: ast.Module) -> Iterator[tuple[int, ast.expr, bool]]:
    """Lines that set a state, with the state and whether it is the initial one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
            for target, value in pairs:
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                    pairs += zip(target.elts, value.elts, strict=False)
                elif isinstance(target, ast.Attribute) and target.attr == "state":
                    yield node.lineno, value, False
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2]
            for keyword in node.keywords:
                if keyword.arg == "state" and called in {"update", *MAKING}:
                    yield node.lineno, keyword.value, called in MAKING


def _is_past(node: ast.AST, known: dict[str, str], begins: bool) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if not isinstance(node, ast.Attribute) or (model := known.get(ast.unparse(node.value))) is None:
        return False
    return not (begins and node.attr in {state.name for state in TABLES[model].begins})


@pytest.mark.parametrize(
    "line",
    [
        "imported.state = Import.State.PUBLISHED",
        "imported.state, imported.published_at = Import.State.PUBLISHED, now",
        "Import.objects.filter(pk=1).update(state=Import.State.PUBLISHED)",
        "State = Import.State; imported.state = State.PUBLISHED",
        "Was = Is = Import.State; imported.published_at, imported.state = now, Is.PUBLISHED",
        "from intake.lifecycle import State; imported.state = State.PUBLISHED",
        "from intake.lifecycle import State as Told; waiting.update(state=Told.PUBLISHED)",
        "imported.state = 'published'",
        "waiting.update(state='published')",
        "Import.objects.create(state=Import.State.PUBLISHED)",
        "Import(state=Import.State.PUBLISHED)",
        "source.imports.get_or_create(name='', state='published')",
        "from crisis.lifecycle import InvitationState; Invitation.objects.create(state=InvitationState.ACCEPTED)",
    ],
)
def test_state_change_without_a_transition_is_found(line: str) -> None:
    assert past_the_table(line) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "Import.objects.create(state=Import.State.GATHERING)",
        "State = Import.State; waiting.filter(state=State.PUBLISHED)",
        "State = Work.State; work.state = State.DONE",
        "LIFECYCLE.move(imported, Step.PUBLISH)",
        "state = Import.State.PUBLISHED",
    ],
)
def test_allowed_state_changes_are_not_reported(line: str) -> None:
    assert past_the_table(line) == []


@pytest.mark.parametrize("model", sorted(TABLES))
def test_objects_begin_in_an_initial_state(model: str) -> None:
    (found,) = [each for each in apps.get_models() if each.__name__ == model]
    new: Any = found()
    assert new.state in TABLES[model].begins


def test_no_room_changes_a_state_without_a_transition() -> None:
    rooms = [path for path in sources(*ROOMS) if past_the_table(path.read_text(encoding="utf-8"))]
    assert rooms == []


def test_models_with_a_lifecycle_are_known() -> None:
    assert {
        "Crisis",
        "HelpRequest",
        "Invitation",
        "Award",
        "Suggestion",
        "CoachingSession",
        "Refresher",
        "Rehearsal",
        "ScriptVersion",
        "Import",
        "Delivery",
        "ChatPost",
    } == TABLES.keys()


def test_refusal_names_the_state() -> None:
    lifecycle: Lifecycle[Any, Any] = lifecycles()["Version of a script"]
    version = SimpleNamespace(state="expired")
    with pytest.raises(lifecycle.refusal, match=r"Version 3 is expired\. Only an approved version can be published"):
        lifecycle.check(version, next(step for step in lifecycle.transitions if step == "publish"), number=3)
