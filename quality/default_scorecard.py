"""The scorecard that a house begins with, in our own words. It is data: whoever reviews edits it on the page."""

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


NAME = _("Good conversations in hard times")

PARTS = (
    DefaultSection(
        Aspect.EMPATHY,
        _("Empathy"),
        30,
        (
            DefaultQuestion(
                _("Did the CSP hear what the customer was worried about, and say so?"), _("In the customer's own words.")
            ),
            DefaultQuestion(_("Did the tone fit the situation from beginning to end?"), _("Calm, warm, never hurried.")),
            DefaultQuestion(
                _("When the customer was upset, did the CSP calm things before solving them?"),
                _("Not applicable if nobody was upset."),
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
                _("Was everything said about the situation what the approved script says?"),
                _("Own words are fine; other facts are not."),
                YES_NO,
                2,
                fails_section=True,
            ),
            DefaultQuestion(_("Was nothing promised that the script does not offer?"), "", YES_NO),
            DefaultQuestion(
                _("Was the contact handed on when the script asks for it, and to the right place?"),
                _("Not applicable if nothing had to be handed on."),
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
            DefaultQuestion(_("Was the matter solved, or was a next step with a time agreed?"), "", THREE, 2),
            DefaultQuestion(_("Did the CSP make sure that the customer knew what happens next?"), "", THREE),
            DefaultQuestion(
                _("Did the CSP do more than was asked for?"), _("Adds up to five points."), YES_NO, 5, is_bonus=True
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
                _("“No” makes the whole review 0: insults, mockery, hanging up."),
                YES_NO,
                is_red_flag=True,
            ),
            DefaultQuestion(
                _("Were the customer's data protected?"),
                _("“No” makes the whole review 0: no check who is calling, data given to others."),
                YES_NO,
                is_red_flag=True,
            ),
        ),
    ),
)
