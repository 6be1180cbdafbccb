"""Response rates among the inputs of a saved selection. They are shown and no part of the rule."""

from collections.abc import Mapping

from feedback.sustained.response_rates import ResponseRate
from selection.serialisation import Json

RESPONSE_RATES = "response_rates"


def response_rates_as_json(rates: Mapping[int, ResponseRate]) -> Json:
    """Contacts, rated contacts and the expected rate in percent, by person."""
    return {RESPONSE_RATES: {str(csp): list(rate) for csp, rate in sorted(rates.items())}}


def response_rates_of(inputs: Json) -> dict[int, ResponseRate]:
    """Response rates by person; none in selections saved before they were kept."""
    return {int(csp): ResponseRate(*row) for csp, row in inputs.get(RESPONSE_RATES, {}).items()}
