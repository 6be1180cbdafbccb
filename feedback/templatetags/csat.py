"""Display format of CSAT."""

from decimal import Decimal

from django import template

from core.templatetags.ecs import percent

register = template.Library()


@register.filter
def csat(value: float | Decimal | None) -> str:
    """CSAT, adjusted or not, or a bound of its interval: a percentage with one decimal."""
    return percent(value)
