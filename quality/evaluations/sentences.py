"""Messages for the codes of an import: what is wrong and what to do."""

from collections.abc import Mapping

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from quality.evaluations.reasons import EvaluationRejectionReason

REASONS: Mapping[str, Promise] = {
    EvaluationRejectionReason.ID: _(
        "The evaluation ID is missing or too long. Export the evaluations again, including their IDs."
    ),
    EvaluationRejectionReason.NOT_FINISHED: _("This evaluation isn't finished. Import it again when it is finished."),
    EvaluationRejectionReason.CALIBRATION: _(
        "This is a calibration, made to compare reviewers. It doesn't count for the agent, so it wasn't imported."
    ),
    EvaluationRejectionReason.NEVER_RELEASED: _(
        "Genesys never shows this evaluation to the agent, so it isn't shown here either."
    ),
    EvaluationRejectionReason.NOT_RELEASED: _(
        "This evaluation is disputed, and the agent has never seen it. Import it again when the dispute is decided."
    ),
    EvaluationRejectionReason.RETRACTED: _(
        "Genesys retracted this evaluation, so it isn't shown here any more. A new version replaces it if there is one."
    ),
    EvaluationRejectionReason.AGENT: _("The evaluation has no agent. Export it again, including the agent."),
    EvaluationRejectionReason.SCORE_MISSING: _(
        "The score is missing. Export it again with an account that is allowed to see scores."
    ),
    EvaluationRejectionReason.SCORE: _("This is not a score from 0 to 100."),
    EvaluationRejectionReason.YES_OR_NO: _("This has to be true or false."),
    EvaluationRejectionReason.MOMENT: _("This isn't a date and time with a UTC offset, such as 2026-03-01T14:05:00Z."),
    EvaluationRejectionReason.MOMENT_MISSING: _(
        "The evaluation has no changed, released or assigned date, so we can't tell which version is newer. "
        "Export it again with these dates."
    ),
    EvaluationRejectionReason.FUTURE: _("This date is too far in the future. Check the evaluation in the tool it comes from."),
    EvaluationRejectionReason.TOO_LONG: _("The comment is too long. Shorten it and export the evaluation again."),
}


def undo_effects(*, removed: int, back: int) -> list[str]:
    """The effects of undoing a file, with the number of evaluations."""
    counted = (
        (
            removed,
            ngettext(
                "Removes %(figure)s evaluation that is in no other file.",
                "Removes %(figure)s evaluations that are in no other file.",
                removed,
            ),
        ),
        (
            back,
            ngettext(
                "Restores %(figure)s evaluation to the version in another file.",
                "Restores %(figure)s evaluations to the versions in other files.",
                back,
            ),
        ),
    )
    return [
        *(sentence % {"figure": intcomma(count)} for count, sentence in counted if count),
        gettext("Matched agents stay matched. You can import the file again."),
    ]
