"""Display format of quality scores."""

from decimal import Decimal

from django import template

from core.templatetags.ecs import percent

register = template.Library()


@register.filter
def quality_score(value: float | Decimal | None) -> str:
    """The score of a review, a section or a question, or a mean of scores, as a percentage with one decimal."""
    return percent(value)
