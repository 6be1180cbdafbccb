"""Selections as they were saved by each version of the rule, and replayed by it to the last bit."""

import json
from pathlib import Path
from typing import Any

import pytest

from feedback.sustained import RULES
from selection import serialisation

SAVED = Path(__file__).parent / "saved"


def saved(version: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAVED / f"rule_{version}.json").read_text(encoding="ascii"))
    return found


@pytest.mark.parametrize("version", ["1", "2", "3"])
def test_saved_inputs_give_the_saved_result(version: str) -> None:
    selection = saved(version)
    assert selection["rule_version"] == version
    assert serialisation.digest_of(selection["inputs"], selection["criteria"]) == selection["inputs_digest"]
    criteria = serialisation.criteria_from_json(selection["criteria"])
    ranking = serialisation.rank_inputs(selection["inputs"], criteria, RULES[version])
    # Compared as it is stored, where numbers keep all of their digits.
    assert json.loads(json.dumps(serialisation.result_as_json(ranking))) == selection["result"]
    assert ranking.eligible_count > 10


def test_every_version_has_a_saved_selection() -> None:
    assert {file.stem for file in SAVED.iterdir()} == {f"rule_{version}" for version in RULES}


def test_criteria_of_earlier_versions_left_out_no_months() -> None:
    assert serialisation.criteria_from_json(saved("2")["criteria"]).left_out_months == ()


def test_version_3_needs_counts_by_month() -> None:
    earlier = saved("2")
    with pytest.raises(ValueError, match="by month"):
        serialisation.rank_inputs(earlier["inputs"], serialisation.criteria_from_json(earlier["criteria"]))


def test_earlier_versions_read_later_inputs() -> None:
    """So that a later selection can be compared with what an earlier version would have said."""
    later = saved("3")
    criteria = serialisation.criteria_from_json(later["criteria"])
    whole = later["inputs"] | {
        "people": {
            csp: [n, s, [[cell, sum(by_month), sum(satisfied)] for cell, by_month, satisfied in work]]
            for csp, (n, s, work) in later["inputs"]["people"].items()
        }
    }
    assert serialisation.rank_inputs(whole, criteria, RULES["2"]) == serialisation.rank_inputs(
        later["inputs"], criteria, RULES["2"]
    )
