"""Lifecycle of an import: each step by a person is allowed, or refused without changes."""

from collections.abc import Callable
from itertools import product

import pytest

from core import clock
from intake.actions.decisions import decide_findings
from intake.actions.discards import abandon
from intake.actions.file_reading import start_reading
from intake.actions.file_tables import choose_table
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from intake.lifecycle import LIFECYCLE, Step, WrongImportState
from intake.models import Import
from intake.reading.layouts import TableChoice
from intake.reading.profiles import Profile
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas

State = Import.State

AGREED = {
    (State.UPLOADED, Step.CHOOSE_TABLE): State.UPLOADED,
    (State.STAGING, Step.CHOOSE_TABLE): State.UPLOADED,
    (State.NEEDS_PEOPLE, Step.CHOOSE_TABLE): State.UPLOADED,
    (State.NEEDS_LOOK, Step.CHOOSE_TABLE): State.UPLOADED,
    (State.CHECKED, Step.CHOOSE_TABLE): State.UPLOADED,
    (State.UPLOADED, Step.READ): State.STAGING,
    (State.STAGING, Step.READ): State.STAGING,
    (State.NEEDS_PEOPLE, Step.READ): State.STAGING,
    (State.NEEDS_LOOK, Step.READ): State.STAGING,
    (State.CHECKED, Step.READ): State.STAGING,
    (State.STAGING, Step.ASK): State.UPLOADED,
    (State.STAGING, Step.ASK_FOR_NAMES): State.NEEDS_PEOPLE,
    (State.PUBLISHING, Step.ASK_FOR_NAMES): State.NEEDS_PEOPLE,
    (State.NEEDS_LOOK, Step.ASK_FOR_NAMES): State.NEEDS_PEOPLE,
    (State.STAGING, Step.ASK_TO_LOOK): State.NEEDS_LOOK,
    (State.NEEDS_PEOPLE, Step.ASK_TO_LOOK): State.NEEDS_LOOK,
    (State.PUBLISHING, Step.ASK_TO_LOOK): State.NEEDS_LOOK,
    (State.NEEDS_LOOK, Step.DECIDE): State.CHECKED,
    (State.STAGING, Step.MAKE_READY): State.CHECKED,
    (State.NEEDS_PEOPLE, Step.MAKE_READY): State.CHECKED,
    (State.CHECKED, Step.PUBLISH): State.PUBLISHING,
    (State.GATHERING, Step.PUBLISH_UNASKED): State.PUBLISHING,
    (State.STAGING, Step.PUBLISH_UNASKED): State.PUBLISHING,
    (State.NEEDS_PEOPLE, Step.PUBLISH_UNASKED): State.PUBLISHING,
    (State.PUBLISHING, Step.FINISH_PUBLISHING): State.PUBLISHED,
    (State.PUBLISHED, Step.UNDO): State.UNDOING,
    (State.UNDOING, Step.GIVE_UP_UNDOING): State.PUBLISHED,
    (State.UNDOING, Step.FINISH_UNDOING): State.UNDONE,
    (State.UPLOADED, Step.DISCARD): State.ABANDONED,
    (State.STAGING, Step.DISCARD): State.ABANDONED,
    (State.NEEDS_PEOPLE, Step.DISCARD): State.ABANDONED,
    (State.NEEDS_LOOK, Step.DISCARD): State.ABANDONED,
    (State.CHECKED, Step.DISCARD): State.ABANDONED,
}
# Repeating these is allowed and changes nothing.
AGAIN = {
    (State.PUBLISHING, Step.PUBLISH),
    (State.PUBLISHED, Step.PUBLISH),
    (State.UNDOING, Step.UNDO),
    (State.UNDONE, Step.UNDO),
    (State.ABANDONED, Step.DISCARD),
}
ACTS: dict[Step, Callable[[User, Import], object]] = {
    Step.CHOOSE_TABLE: lambda actor, imported: choose_table(actor=actor, imported=imported, choice=TableChoice()),
    Step.READ: lambda actor, imported: start_reading(
        actor=actor, imported=imported, profile=Profile.from_json(imported.profile)
    ),
    Step.DECIDE: lambda actor, imported: decide_findings(actor=actor, imported=imported, decisions={}),
    Step.PUBLISH: lambda actor, imported: request_publication(actor=actor, imported=imported),
    Step.UNDO: lambda actor, imported: undo(actor=actor, imported=imported),
    Step.DISCARD: lambda actor, imported: abandon(actor=actor, imported=imported),
}
# Only webhook messages are collected, never files.
STATES = [state for state in State if state != State.GATHERING]


@pytest.fixture
def imported(db: None) -> Import:
    return feedback.received(feedback.calls(), goes_on=False)


def brought_to(imported: Import, state: State) -> Import:
    now = clock.now()
    is_published = state in {State.PUBLISHED, State.UNDOING, State.UNDONE}
    Import.objects.filter(pk=imported.pk).update(
        state=state,
        published_at=now if is_published else None,
        can_be_undone=is_published,
        undone_at=now if state == State.UNDONE else None,
    )
    imported.refresh_from_db()
    return imported


@pytest.mark.parametrize(("state", "step"), list(product(STATES, ACTS)))
def test_every_step_is_allowed_or_refused_by_state(state: State, step: Step, imported: Import, personas: Personas) -> None:
    imported = brought_to(imported, state)
    if (state, step) in AGREED or (state, step) in AGAIN:
        ACTS[step](personas.ops, imported)
    else:
        with pytest.raises(WrongImportState):
            ACTS[step](personas.ops, imported)
    imported.refresh_from_db()
    assert imported.state == AGREED.get((state, step), state)


def test_lifecycle_has_the_agreed_transitions() -> None:
    moves = LIFECYCLE.transitions.items()
    assert {(source, step): transition.target for step, transition in moves for source in transition.sources} == AGREED


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.NEEDS_PEOPLE, "Match them first"),
        (State.NEEDS_LOOK, "decide there first"),
        (State.STAGING, "Wait until the file has been read"),
    ],
)
def test_publishing_too_early_says_what_to_do_first(state: State, sentence: str, imported: Import, personas: Personas) -> None:
    with pytest.raises(WrongImportState, match=sentence):
        request_publication(actor=personas.ops, imported=brought_to(imported, state))
