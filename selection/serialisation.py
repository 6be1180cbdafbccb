"""Selections as plain JSON and back: inputs and result of the rule.

The inputs hold everything the rule needs, so replaying them later gives the same result, even if the feedback has changed.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from crisis.queries.unavailable_people import Exclusion
from feedback.sustained import (
    CURRENT,
    RULES,
    Cell,
    CountsTable,
    Criteria,
    LeftOutCounts,
    Ranking,
    Rule,
    WorkCounts,
    make_table,
    prior_of,
    rank_table,
    work_counts,
)
from selection.coverage import (
    Coverage,
    CoverageFacts,
    Covered,
    coverage_as_json,
    coverage_from_json,
    facts_as_json,
    facts_from_json,
)

Json = dict[str, Any]

# Key of the coverage rules among the criteria.
COVERAGE = "coverage"


def criteria_as_json(criteria: Criteria, coverage: Coverage) -> Json:
    """Criteria and coverage rules as JSON."""
    return {
        **asdict(criteria),
        "until": criteria.until.isoformat(),
        "left_out_months": [month.isoformat() for month in criteria.left_out_months],
        COVERAGE: coverage_as_json(coverage),
    }


def criteria_from_json(stored: Json) -> Criteria:
    """The criteria; selections saved before rule version 3 left out no months."""
    asked = {name: value for name, value in stored.items() if name != COVERAGE}
    left_out = tuple(date.fromisoformat(month) for month in asked.get("left_out_months", ()))
    return Criteria(**{**asked, "until": date.fromisoformat(asked["until"]), "left_out_months": left_out})


def coverage_of(criteria: Json) -> Coverage:
    """The coverage rules; none in selections saved before there were any."""
    return coverage_from_json(criteria[COVERAGE]) if COVERAGE in criteria else Coverage()


def unranked_criteria_as_json(team_size: int, coverage: Coverage) -> Json:
    """The criteria of a selection without ranking."""
    return {"team_size": team_size, COVERAGE: coverage_as_json(coverage)}


def unranked_inputs_as_json(
    people: Iterable[int], excluded: Mapping[int, Exclusion], facts: Mapping[int, CoverageFacts]
) -> Json:
    """Inputs of a selection without ranking as JSON: people, exclusions with their reasons, and coverage facts. No counts."""
    known = sorted(people)
    return {
        "people": known,
        "excluded": {str(csp): str(reason) for csp, reason in excluded.items()},
        "facts": {str(csp): facts_as_json(facts[csp]) for csp in known},
    }


def inputs_as_json(everybody: Ranking, excluded: Mapping[int, Exclusion], facts: Mapping[int, CoverageFacts]) -> Json:
    """Inputs as JSON: counts by person and month, and for each kind of work by month; exclusions with their reasons; and
    coverage facts by person.
    """
    work: dict[int, list[list[Any]]] = {row.csp: [] for row in everybody.rows}
    for csp, cell, responses, satisfied in _by_cell(everybody.work, len(everybody.criteria.window)):
        work[csp].append([cell, responses, satisfied])
    people = {str(row.csp): [list(row.monthly_responses), list(row.monthly_satisfied), work[row.csp]] for row in everybody.rows}
    return {
        "people": people,
        "cells": [list(cell) for cell in everybody.work.cells],
        "excluded": {str(csp): str(reason) for csp, reason in excluded.items()},
        "left_out": asdict(everybody.left_out),
        "facts": {str(row.csp): facts_as_json(facts[row.csp]) for row in everybody.rows},
    }


def _by_cell(work: WorkCounts, months: int) -> Iterator[tuple[int, int, list[int], list[int]]]:
    """Person, number of the kind of work, and responses and satisfied ones by month."""
    whole = work.of_all_months
    csps = np.unique(work.csp)
    row_of, row = (of.cell * csps.size + np.searchsorted(csps, of.csp) for of in (whole, work))
    at = np.searchsorted(row_of, row), work.month
    responses, satisfied = np.zeros((2, row_of.size, months), dtype=np.int64)
    responses[at], satisfied[at] = work.responses, work.satisfied
    return zip(whole.csp.tolist(), whole.cell.tolist(), responses.tolist(), satisfied.tolist(), strict=True)


def facts_of(inputs: Json) -> dict[int, CoverageFacts] | None:
    """Coverage facts by person; None in selections saved before these were kept."""
    return {int(csp): facts_from_json(facts) for csp, facts in inputs["facts"].items()} if "facts" in inputs else None


def digest_of(inputs: Json, criteria: Json) -> str:
    """SHA-256 of the inputs and the criteria, however their keys are ordered."""
    canonical = json.dumps([criteria, inputs], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def rank_inputs(inputs: Json, criteria: Criteria, rule: Rule = CURRENT) -> Ranking:
    """Run the rule on saved inputs: expected CSAT comes from everyone, ranks go to available people."""
    everybody = _table_of(inputs, criteria, rule)
    available = [int(csp) for csp in inputs["people"] if csp not in inputs["excluded"]]
    left_out = LeftOutCounts(**inputs["left_out"])
    return rank_table(everybody.of(available), criteria, prior=prior_of(everybody), left_out=left_out)


def result_as_json(ranking: Ranking) -> Json:
    """Result of the rule as JSON."""
    return {
        "rule_version": ranking.rule_version,
        "prior": {"rate": ranking.prior.rate, "strength": ranking.prior.strength, "reason": str(ranking.prior.reason)},
        "band_edge": ranking.band_edge,
        "nobody_stands_out": ranking.nobody_stands_out,
        "rows": [
            {
                "csp": row.csp,
                "rank": row.rank,
                "place": row.place,
                "adjusted_rate_percent": row.adjusted_rate_percent,
                **({"expected_rate_percent": row.expected_rate_percent} if RULES[ranking.rule_version].is_standardised else {}),
                "responses": row.responses,
                "satisfied": row.satisfied,
                "csat_percent": row.csat_percent,
                "lower_bound_percent": row.lower_bound_percent,
                "upper_bound_percent": row.upper_bound_percent,
                "qualifying_months": row.qualifying_months,
                "in_band": row.in_band,
                **({"chance_percent": row.chance_percent} if RULES[ranking.rule_version].knows_chance else {}),
                "reasons": [str(reason.code) for reason in row.reasons],
            }
            for row in ranking.rows
        ],
    }


def answer_as_json(covered: Covered) -> Json:
    """The suggested team and the total cost of coverage as JSON. The cost of each requirement follows from the inputs."""
    return {
        "team": list(covered.team),
        "mean_percent": covered.mean_percent,
        "mean_without_percent": covered.mean_without_percent,
    }


def _table_of(inputs: Json, criteria: Criteria, rule: Rule) -> CountsTable:
    """Everyone's saved counts."""
    people = sorted((int(csp), counts) for csp, counts in inputs["people"].items())
    csps = np.array([csp for csp, _counts in people], dtype=np.int64)
    responses, satisfied = (
        np.array([counts[at] for _csp, counts in people], dtype=np.int64).reshape(csps.size, len(criteria.window))
        for at in (0, 1)
    )
    return make_table(csps, satisfied, responses, _work_of(inputs, len(criteria.window)), rule)


def _work_of(inputs: Json, months: int) -> WorkCounts:
    """Saved counts by kind of work: by month since rule version 3, in one sum in version 2, none in version 1."""
    lines = [(int(csp), *line) for csp, counts in inputs["people"].items() for of_work in counts[2:] for line in of_work]
    has_months = all(isinstance(line[2], list) for line in lines)
    width = months if has_months else 1
    csp, cell = (np.array([line[at] for line in lines], dtype=np.int64) for at in (0, 1))
    responses, satisfied = (np.array([line[at] for line in lines], dtype=np.int64).reshape(csp.size * width) for at in (2, 3))
    month = np.tile(np.arange(width), csp.size)
    cells = [Cell(*cell) for cell in inputs.get("cells", ())]
    return work_counts(cells, (csp.repeat(width), cell.repeat(width), month, responses, satisfied), has_months=has_months)
