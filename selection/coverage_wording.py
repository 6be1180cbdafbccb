"""Coverage in words: for forms, tables, refusals and cards."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crisis.cells import value_name
from selection.choice import Choice
from selection.coverage import Clash, Coverage, Dimension, Requirement, TeamMaximum

DISPLACED = gettext_lazy("Would have a spot by score alone, but coverage comes first.")


def requirement_name(requirement: Requirement) -> str:
    if isinstance(requirement, TeamMaximum):
        return _("at most %(count)d from one home team") % {"count": requirement.count}
    figures = {"count": requirement.count, "value": value_name(requirement.dimension, requirement.value)}
    match requirement.dimension:
        case Dimension.SHIFT:
            return _("at least %(count)d on shift %(value)s") % figures
        case Dimension.CHANNEL:
            return _("at least %(count)d for %(value)s") % figures
        case Dimension.LANGUAGE:
            return _("at least %(count)d speaking %(value)s") % figures
    return _("at least %(count)d at site %(value)s") % figures


def requirement_chip(requirement: Requirement) -> str:
    """A requirement in few words."""
    if isinstance(requirement, TeamMaximum):
        return _("at most %(count)d per home team") % {"count": requirement.count}
    named = {"value": value_name(requirement.dimension, requirement.value), "count": requirement.count}
    return _("%(value)s: at least %(count)d") % named


def listed(requirements: Iterable[Requirement]) -> str:
    """The requirements in one line, or a word for none."""
    return "; ".join(requirement_name(requirement) for requirement in requirements) or _("none")


def place_sentence(choice: Choice, csp: int) -> str:
    """A sentence if coverage gave the person a spot or took it; empty otherwise."""
    if csp in {row.csp for row in choice.for_coverage}:
        named = ", ".join(value_name(minimum.dimension, minimum.value) for minimum in choice.brought_in_by(csp))
        if not named:
            return _("Has a spot because other home teams have reached their maximum.")
        return _("Has a spot because of coverage: %(named)s.") % {"named": named}
    if csp in {row.csp for row in choice.displaced()}:
        return str(DISPLACED)
    return ""


def reserve_note(coverage: Coverage) -> str:
    """The order in which the reserve list is invited, as a sentence."""
    if coverage.requirements:
        return _("Invited when a spot opens up. People who keep the coverage come first, then this order.")
    return _("Invited in this order when a spot opens up.")


def clash_sentence(clash: Clash, *, with_counts: bool = True) -> str:
    """The clashing requirements and the next step. Numbers of eligible people are for readers who may see all candidates."""
    counted = (_with_count(*pair) if with_counts else requirement_name(pair[0]) for pair in clash.requirements)
    sentence = ngettext(
        "No team of %(size)d eligible person can meet this: %(named)s. Relax a rule or widen the criteria.",
        "No team of %(size)d eligible people can meet this: %(named)s. Relax a rule or widen the criteria.",
        clash.size,
    )
    return sentence % {"size": clash.size, "named": "; ".join(counted)}


def _with_count(requirement: Requirement, count: int) -> str:
    name = requirement_name(requirement)
    if isinstance(requirement, TeamMaximum):
        return name
    eligible = _("%(count)d eligible") % {"count": count}
    return f"{name} ({eligible})"
