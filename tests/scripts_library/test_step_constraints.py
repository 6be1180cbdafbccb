"""Database constraints of steps, choices and uses, from both sides."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from core import clock
from scripts_library.models import ScriptStep, ScriptUse, ScriptVersion, StepChoice
from tests.factories.people import Personas
from tests.factories.scripts_library import bare
from tests.scripts_library.test_constraints import refused


@pytest.fixture
def version(personas: Personas) -> ScriptVersion:
    return bare(personas)


def step(version: ScriptVersion, **fields: Any) -> ScriptStep:
    values = {"key": "step-1", "position": 1, "title": "Apology", "say": "Sorry.", **fields}
    return ScriptStep.objects.create(version=version, **values)


def test_kinds_keys_titles_and_positions_of_steps(version: ScriptVersion) -> None:
    for position, kind in enumerate(ScriptStep.Kind.values, start=1):
        step(version, key=f"step-{position}", position=position, kind=kind)
    refused("script_step_kind_known", lambda: step(version, key="x", position=9, kind="shout"))
    for key in ("", "Step 1", "a_b", "ä"):
        refused("script_step_key_plain", lambda key=key: step(version, key=key, position=9))  # type: ignore[misc]
    refused("script_step_has_a_title", lambda: step(version, key="x", position=9, title=""))
    refused("script_step_positions_from_one", lambda: step(version, key="x", position=0))
    refused("script_step_key_unique", lambda: step(version, key="step-1", position=9))


def test_positions_are_unique_at_the_end_of_a_transaction(version: ScriptVersion) -> None:
    step(version)

    def same_position() -> None:
        step(version, key="step-2")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    refused("script_step_position_unique", same_position)


def test_choices_of_a_step(version: ScriptVersion) -> None:
    first = step(version)
    StepChoice.objects.create(step=first, position=1, customer_says="", next_key="step-2")
    StepChoice.objects.create(step=first, position=2, customer_says="Yes", next_key="step-2")
    for constraint, fields in {
        "step_choice_position_unique": {"position": 2, "customer_says": "No", "next_key": "step-2"},
        "step_choice_one_without_words": {"position": 3, "customer_says": "", "next_key": "step-2"},
        "step_choice_next_key_plain": {"position": 3, "customer_says": "No", "next_key": ""},
    }.items():
        refused(constraint, lambda fields=fields: StepChoice.objects.create(step=first, **fields))  # type: ignore[misc]


def use(version: ScriptVersion, person_id: int, **fields: Any) -> ScriptUse:
    values = {"started_at": clock.now(), **fields}
    return ScriptUse.objects.create(script=version.script, version=version, person_id=person_id, **values)


def test_one_open_use_per_person_and_script(version: ScriptVersion, personas: Personas) -> None:
    own, now = personas.agent.person_id, clock.now()
    use(version, own)
    use(version, own, ended_at=now + timedelta(seconds=1))
    use(version, personas.other_agent.person_id)
    use(bare(personas), own)
    refused("script_use_one_open", lambda: use(version, own))


def test_outcome_end_and_path_of_a_use(version: ScriptVersion, personas: Personas) -> None:
    own, now = personas.agent.person_id, clock.now()
    for outcome in ("", "worked", "failed"):
        use(version, own, started_at=now, ended_at=now, outcome=outcome, path=["step-1"] * 100)
    refused("script_use_outcome_known", lambda: use(version, own, started_at=now, ended_at=now, outcome="maybe"))
    refused("script_use_with_outcome_has_ended", lambda: use(version, own, outcome="worked"))
    early = now - timedelta(seconds=1)
    refused("script_use_ends_after_its_start", lambda: use(version, own, started_at=now, ended_at=early))
    refused("script_use_path_is_short", lambda: use(version, own, path=["step-1"] * 101))


def test_a_version_takes_effect_in_one_of_two_ways(personas: Personas) -> None:
    for way in ScriptVersion.TakesEffect.values:
        bare(personas, takes_effect=way)
    refused("script_version_takes_effect_known", lambda: bare(personas, takes_effect="soon"))
