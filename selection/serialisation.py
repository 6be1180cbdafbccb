"""Selections as plain JSON and back: inputs and result of the rule.

The inputs hold everything the rule needs, so replaying them later gives the same result, even if the feedback has changed.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from crisis.queries.unavailable_people import Exclusion
from feedback.sustained import (
    CURRENT,
    RULES,
    Cell,
    Criteria,
    CspMonths,
    LeftOutCounts,
    MonthCount,
    Ranking,
    Rule,
    WorkCount,
    prior_of,
    rank_table,
    tabulate,
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
    return {**asdict(criteria), "until": criteria.until.isoformat(), COVERAGE: coverage_as_json(coverage)}


def criteria_from_json(stored: Json) -> Criteria:
    asked = {name: value for name, value in stored.items() if name != COVERAGE}
    return Criteria(**{**asked, "until": date.fromisoformat(asked["until"])})


def coverage_of(criteria: Json) -> Coverage:
    """The coverage rules; none in selections saved before there were any."""
    return coverage_from_json(criteria[COVERAGE]) if COVERAGE in criteria else Coverage()


def inputs_as_json(everybody: Ranking, excluded: Mapping[int, Exclusion], facts: Mapping[int, CoverageFacts]) -> Json:
    """Inputs as JSON: counts by person, month and kind of work; exclusions with their reasons; and coverage facts by person."""
    cells = sorted({row[1:4] for row in everybody.work})
    number = {cell: at for at, cell in enumerate(cells)}
    work: dict[int, list[list[int]]] = {row.csp: [] for row in everybody.rows}
    for csp, channel, topic, language, responses, satisfied in sorted(everybody.work):
        work[csp].append([number[channel, topic, language], responses, satisfied])
    people = {str(row.csp): [list(row.monthly_responses), list(row.monthly_satisfied), work[row.csp]] for row in everybody.rows}
    return {
        "people": people,
        "cells": [list(cell) for cell in cells],
        "excluded": {str(csp): str(reason) for csp, reason in excluded.items()},
        "left_out": asdict(everybody.left_out),
        "facts": {str(row.csp): facts_as_json(facts[row.csp]) for row in everybody.rows},
    }


def facts_of(inputs: Json) -> dict[int, CoverageFacts] | None:
    """Coverage facts by person; None in selections saved before these were kept."""
    return {int(csp): facts_from_json(facts) for csp, facts in inputs["facts"].items()} if "facts" in inputs else None


def digest_of(inputs: Json, criteria: Json) -> str:
    """SHA-256 of the inputs and the criteria, however their keys are ordered."""
    canonical = json.dumps([criteria, inputs], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def rank_inputs(inputs: Json, criteria: Criteria, rule: Rule = CURRENT) -> Ranking:
    """Run the rule on saved inputs: expected CSAT comes from everyone, ranks go to available people."""
    cells = [Cell(*cell) for cell in inputs.get("cells", ())]
    everybody = tabulate([_counts(int(csp), counts, cells, criteria) for csp, counts in inputs["people"].items()], criteria)
    available = [int(csp) for csp in inputs["people"] if csp not in inputs["excluded"]]
    left_out = LeftOutCounts(**inputs["left_out"])
    return rank_table(everybody.of(available), criteria, prior=prior_of(everybody, rule), left_out=left_out, rule=rule)


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


def _counts(csp: int, counts: list[Any], cells: Sequence[Cell], criteria: Criteria) -> CspMonths:
    """Saved counts of a person; rule version 1 had no counts by work."""
    responses, satisfied, *work = counts
    months = zip(criteria.window, responses, satisfied, strict=True)
    return CspMonths(
        csp,
        months=tuple(MonthCount(*month) for month in months),
        work=tuple(WorkCount(cells[cell], n, s) for cell, n, s in (work[0] if work else ())),
    )
