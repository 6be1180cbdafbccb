"""The default scorecard, with which an organisation starts. Supervisors edit their copy on the page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quality.models.scorecards import Aspect, Question

YES_NO, THREE, FIVE = Question.Scale.BINARY, Question.Scale.THREE, Question.Scale.FIVE


@dataclass(frozen=True, slots=True)
class DefaultQuestion:
    text: Promise
    hint: Promise | str = ""
    scale: int = FIVE
    weight: int = 1
    allows_na: bool = False
    fails_section: bool = False
    is_red_flag: bool = False
    is_bonus: bool = False


@dataclass(frozen=True, slots=True)
class DefaultSection:
    aspect: Aspect
    title: Promise
    weight: int
    questions: tuple[DefaultQuestion, ...]


NAME = _("Customer contact quality")

PARTS = (
    DefaultSection(
        Aspect.EMPATHY,
        _("Empathy"),
        30,
        (
            DefaultQuestion(
                _("Did the CSP recognise and acknowledge the customer's concern?"), _("Ideally in the customer's own words.")
            ),
            DefaultQuestion(_("Did the tone suit the situation throughout?"), _("Calm, warm and unhurried.")),
            DefaultQuestion(
                _("If the customer was upset, did the CSP respond to that before solving the problem?"),
                _("Choose N/A if the customer wasn't upset."),
                allows_na=True,
            ),
        ),
    ),
    DefaultSection(
        Aspect.ADHERENCE,
        _("Script adherence"),
        30,
        (
            DefaultQuestion(
                _("Did everything the CSP said about the situation match the approved script?"),
                _("Their own words are fine, but the facts must be the same."),
                YES_NO,
                2,
                fails_section=True,
            ),
            DefaultQuestion(_("Did the CSP promise only what the script offers?"), "", YES_NO),
            DefaultQuestion(
                _("Was the contact escalated when the script requires it, and to the right person or team?"),
                _("Choose N/A if no escalation was needed."),
                YES_NO,
                allows_na=True,
            ),
        ),
    ),
    DefaultSection(
        Aspect.RESOLUTION,
        _("Resolution"),
        40,
        (
            DefaultQuestion(_("Was the issue resolved, or a next step agreed with a time?"), "", THREE, 2),
            DefaultQuestion(_("Did the CSP make sure the customer knew what would happen next?"), "", THREE),
            DefaultQuestion(
                _("Did the CSP do more than the customer expected?"), _("Adds up to 5 points."), YES_NO, 5, is_bonus=True
            ),
        ),
    ),
    DefaultSection(
        Aspect.RED_FLAGS,
        _("Red flags"),
        0,
        (
            DefaultQuestion(
                _("Was the customer treated with respect?"),
                _("“No” sets the whole review to 0. Examples: insults, mockery, hanging up."),
                YES_NO,
                is_red_flag=True,
            ),
            DefaultQuestion(
                _("Was the customer's data protected?"),
                _("“No” sets the whole review to 0. Examples: no identity check, data shared with others."),
                YES_NO,
                is_red_flag=True,
            ),
        ),
    ),
)
