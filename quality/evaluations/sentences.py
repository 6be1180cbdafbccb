"""Codes of the reading as sentences that say what is wrong and what to do."""

from collections.abc import Mapping

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from intake.reading.reasons import FileTrouble
from intake.reason_sentences import reason_sentence as sentence_of_files
from quality.evaluations.reasons import EvaluationFileTrouble, EvaluationRejectionReason

REASONS: Mapping[str, Promise] = {
    EvaluationRejectionReason.ID: _(
        "The id of the evaluation is missing or longer than any id. Export the evaluations again, with their ids."
    ),
    EvaluationRejectionReason.NOT_FINISHED: _(
        "This evaluation is not finished. Only finished ones are taken: import the file again when it is, and what is there "
        "already stays as it is."
    ),
    EvaluationRejectionReason.CALIBRATION: _(
        "This evaluation was made to compare reviewers with each other. It does not count for the agent, so it is left out."
    ),
    EvaluationRejectionReason.NEVER_RELEASED: _(
        "Genesys keeps this evaluation from the agent for good, so it is not shown here either."
    ),
    EvaluationRejectionReason.AGENT: _(
        "The evaluation does not say whose conversation it was. Export it again, with the agent."
    ),
    EvaluationRejectionReason.SCORE_MISSING: _(
        "The score is missing. Perhaps whoever exported it may not see scores: export again with the right to read evaluations."
    ),
    EvaluationRejectionReason.SCORE: _("This is not a score from 0 to 100."),
    EvaluationRejectionReason.YES_OR_NO: _("This is neither true nor false."),
    EvaluationRejectionReason.MOMENT: _("This is not a date and time with its offset from UTC, such as 2026-03-01T14:05:00Z."),
    EvaluationRejectionReason.MOMENT_MISSING: _(
        "The evaluation does not say when it was changed, released or assigned, so it cannot be told from an earlier version."
    ),
    EvaluationRejectionReason.FUTURE: _("This date lies too far in the future. Look at the evaluation in Genesys."),
    EvaluationRejectionReason.TOO_LONG: _("The comment is longer than allowed."),
}

_NO_EVALUATIONS = _(
    "This is not a file of evaluations. Export them from Genesys as JSON and choose that file. What customers answered is "
    "taken under Imports."
)

TROUBLES: Mapping[str, Promise] = {
    EvaluationFileTrouble.NOT_EVALUATIONS: _NO_EVALUATIONS,
    EvaluationFileTrouble.NO_EVALUATIONS: _(
        "The file holds no evaluation. Export it again for a period in which some were finished."
    ),
    EvaluationFileTrouble.FILE_GONE: _("The uploaded file is no longer there. Upload it again."),
    EvaluationFileTrouble.DISCARDED: _(
        "Somebody discarded this file, because it could not be read to its end. Nothing of it counts."
    ),
    FileTrouble.EMPTY: _("The file is empty. Export it again and choose the new file."),
    FileTrouble.NOT_TEXT: _NO_EVALUATIONS,
    FileTrouble.ENCODING: _NO_EVALUATIONS,
    FileTrouble.NOT_JSON: _(
        "This file begins like JSON but cannot be read as JSON: it stops in the middle or is damaged. Export it again and "
        "choose the new file."
    ),
    FileTrouble.RECORD_TOO_LARGE: _(
        "An evaluation of this file is larger than %(about)s MB. Export fewer of its fields and choose that file."
    ),
    FileTrouble.NESTED_TOO_DEEPLY: _(
        "The lists of this file are nested too deeply to be read. Export the evaluations only and choose that file."
    ),
    FileTrouble.FILE_TOO_LARGE: _(
        "The file is larger than %(about)s MB. Split it, for example by month, and import the parts."
    ),
    FileTrouble.TOO_MANY_ROWS: _(
        "The file has more than %(about)s evaluations. Split it, for example by month, and import the parts."
    ),
}


def trouble_sentence(trouble: str, about: str = "") -> str:
    return str(TROUBLES.get(trouble, _NO_EVALUATIONS)) % {"about": about}


def reason_sentence(reason: str) -> str:
    """The sentence for a stored reason: one of evaluations, or one that all files share."""
    return str(REASONS[reason]) if reason in REASONS else sentence_of_files(reason)


def undo_effects(*, removed: int, back: int) -> list[str]:
    """What undoing a file removes, restores and keeps, with how many evaluations."""
    counted = (
        (
            removed,
            ngettext(
                "Removes %(figure)s evaluation that no other file has.",
                "Removes %(figure)s evaluations that no other file has.",
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
        gettext("Decisions about names are kept. You can import the file again."),
    ]
