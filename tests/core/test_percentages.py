from decimal import Decimal

import pytest

from core.templatetags.ecs import percent
from feedback.templatetags.csat import csat
from quality.templatetags.quality_scores import quality_score


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0, "0.0 %"),
        (100.0, "100.0 %"),
        (Decimal("82.92"), "82.9 %"),
        (87.14, "87.1 %"),
        (82.95, "83.0 %"),
        (Decimal("82.85"), "82.9 %"),
        (82.85, "82.9 %"),
    ],
)
def test_percentages_have_one_decimal_and_round_halves_up(value: float | Decimal | None, text: str) -> None:
    assert {percent(value), csat(value), quality_score(value)} == {text}
