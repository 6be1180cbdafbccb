"""A selection as plain JSON and back: what went into the rule, and what came out of it.

The inputs are everything the rule needs, so the same answer comes out of them on any later day, whatever has happened
to the feedback since.
"""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from crisis.queries.exclusions import Exclusion
from feedback.sustained import Criteria, CspMonths, LeftOutCounts, MonthCount, Ranking, rank

Json = dict[str, Any]


def criteria_as_json(criteria: Criteria) -> Json:
    return {**asdict(criteria), "until": criteria.until.isoformat()}


def criteria_from_json(stored: Json) -> Criteria:
    return Criteria(**{**stored, "until": date.fromisoformat(stored["until"])})


def inputs_as_json(everybody: Ranking, excluded: dict[int, Exclusion]) -> Json:
    """The monthly counts of everybody, by person, and who was not available and why."""
    people = {str(row.csp): [list(row.monthly_responses), list(row.monthly_satisfied)] for row in everybody.rows}
    return {
        "people": people,
        "excluded": {str(csp): str(reason) for csp, reason in excluded.items()},
        "left_out": asdict(everybody.left_out),
    }


def digest_of(inputs: Json, criteria: Json) -> str:
    """SHA-256 of the inputs and the criteria, however their keys are ordered."""
    canonical = json.dumps([criteria, inputs], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def rank_inputs(inputs: Json, criteria: Criteria) -> Ranking:
    """Run the rule on stored inputs: the average comes from everybody, places go to who was available."""
    everybody = [_months(int(csp), counts, criteria) for csp, counts in inputs["people"].items()]
    prior = rank(everybody, criteria).prior
    available = [person for person in everybody if str(person.csp) not in inputs["excluded"]]
    return rank(available, criteria, prior=prior, left_out=LeftOutCounts(**inputs["left_out"]))


def result_as_json(ranking: Ranking) -> Json:
    """What the rule answered, figure by figure."""
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


def _months(csp: int, counts: list[list[int]], criteria: Criteria) -> CspMonths:
    months = zip(criteria.window, *counts, strict=True)
    return CspMonths(csp, tuple(MonthCount(month, responses, satisfied) for month, responses, satisfied in months))
