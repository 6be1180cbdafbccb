"""Coverage in words: for forms, tables, refusals and cards."""

from collections.abc import Iterable

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from people.identity import Channel
from selection.choice import Choice
from selection.coverage import Clash, Coverage, Dimension, Requirement, TeamMaximum


def name_of(dimension: Dimension, value: str) -> str:
    """What a value is called on pages; a language that Django has no name for is called by its code."""
    if dimension is Dimension.CHANNEL and value in Channel.values:
        return str(Channel(value).label)
    if dimension is Dimension.LANGUAGE:
        try:
            return str(get_language_info(value)["name_translated"])
        except KeyError:
            return value.upper()
    return value


def requirement_name(requirement: Requirement) -> str:
    if isinstance(requirement, TeamMaximum):
        return _("at most %(count)d from one home team") % {"count": requirement.count}
    figures = {"count": requirement.count, "value": name_of(requirement.dimension, requirement.value)}
    match requirement.dimension:
        case Dimension.SHIFT:
            return _("at least %(count)d of the shift %(value)s") % figures
        case Dimension.CHANNEL:
            return _("at least %(count)d for %(value)s") % figures
        case Dimension.LANGUAGE:
            return _("at least %(count)d with the language %(value)s") % figures
    return _("at least %(count)d at the site %(value)s") % figures


def listed(requirements: Iterable[Requirement]) -> str:
    """The requirements in one line, or that there are none."""
    return "; ".join(requirement_name(requirement) for requirement in requirements) or _("nothing")


def place_sentence(choice: Choice, csp: int) -> str:
    """What coverage has to do with somebody's place; empty if nothing."""
    if csp in {row.csp for row in choice.for_coverage}:
        named = ", ".join(name_of(minimum.dimension, minimum.value) for minimum in choice.brought_in_by(csp))
        if not named:
            return _("Has a spot because the home teams of others have as many in the team as they may.")
        return _("Has a spot because the team must cover: %(named)s.") % {"named": named}
    if csp in {row.csp for row in choice.displaced()}:
        return _("The figures give a place; it goes to what the team must cover.")
    return ""


def reserve_note(coverage: Coverage) -> str:
    """In which order the reserve is asked."""
    if coverage.requirements:
        return _("Asked when a place is free: first who keeps what the team must cover, then in this order.")
    return _("Asked in this order when a place is free.")


def clash_sentence(clash: Clash, *, with_counts: bool = True) -> str:
    """Why no team can be had, what could be had, and what to do. How many are eligible is for who may see everybody."""
    counted = (_with_count(*pair) if with_counts else requirement_name(pair[0]) for pair in clash.requirements)
    sentence = ngettext(
        "No team of %(size)d eligible person can have: %(named)s. Ask for less, choose fewer places, or widen the criteria.",
        "No team of %(size)d eligible people can have: %(named)s. Ask for less, choose fewer places, or widen the criteria.",
        clash.size,
    )
    return sentence % {"size": clash.size, "named": "; ".join(counted)}


def _with_count(requirement: Requirement, count: int) -> str:
    name = requirement_name(requirement)
    if isinstance(requirement, TeamMaximum):
        return name
    eligible = ngettext("%(count)d is eligible", "%(count)d are eligible", count) % {"count": count}
    return f"{name} ({eligible})"
