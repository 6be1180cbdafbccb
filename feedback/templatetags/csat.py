"""Display formats of CSAT and of chances."""

from decimal import Decimal

from django import template

from core.templatetags.ecs import percent

register = template.Library()

# Chances below it, and above its complement, are not told apart.
LEAST_CHANCE_PERCENT = 1


@register.filter
def csat(value: float | Decimal | None) -> str:
    """CSAT, adjusted or not, or a bound of its interval: a percentage with one decimal."""
    return percent(value)


@register.filter
def chance(percent: float | None) -> str:
    """Chance in whole percent, because more digits would claim too much; an en dash if it isn't known."""
    if percent is None:
        return "–"
    if percent < LEAST_CHANCE_PERCENT:
        return "< 1 %"
    return "> 99 %" if percent > 100 - LEAST_CHANCE_PERCENT else f"{round(percent)} %"
