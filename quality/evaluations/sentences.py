"""Messages for the codes of an import: what is wrong and what to do."""

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

_NO_EVALUATIONS = _(
    "This isn't an evaluation file. Export evaluations from Genesys, Zendesk QA or Amazon Connect as JSON and choose that "
    "file. To import survey responses, go to Imports."
)

TROUBLES: Mapping[str, Promise] = {
    EvaluationFileTrouble.NOT_EVALUATIONS: _NO_EVALUATIONS,
    EvaluationFileTrouble.NO_EVALUATIONS: _(
        "This file contains no evaluations. Export a period in which evaluations were finished."
    ),
    EvaluationFileTrouble.FILE_GONE: _("The uploaded file is gone. Upload it again."),
    EvaluationFileTrouble.DISCARDED: _("This file couldn't be read to the end, so it was discarded. Nothing was imported."),
    FileTrouble.EMPTY: _("The file is empty. Export it again and choose the new file."),
    FileTrouble.NOT_TEXT: _NO_EVALUATIONS,
    FileTrouble.ENCODING: _NO_EVALUATIONS,
    FileTrouble.NOT_JSON: _("This JSON file is incomplete or damaged. Export it again and choose the new file."),
    FileTrouble.RECORD_TOO_LARGE: _(
        "One evaluation in this file is larger than %(about)s MB. Export it with fewer fields and choose the new file."
    ),
    FileTrouble.NESTED_TOO_DEEPLY: _(
        "The data in this file is nested too deeply. Export only the evaluations and choose the new file."
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
    """The message for a stored reason, of evaluations or of all files."""
    return str(REASONS[reason]) if reason in REASONS else sentence_of_files(reason)


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
