"""Reading of an evaluation file, step by step. Its evaluations stay invisible until the import is published."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext as _

from core import clock, faults
from core.work import Progress, WorkFailed
from intake.actions.other_kinds import RejectedRecord, finish_reading, keep_rejections
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.text_rows import Broken
from intake.reason_sentences import trouble_sentence
from intake.upload_storage import place_of
from people.actions.source_names import identities_for_step
from quality.actions.evaluation_people import known_agents
from quality.evaluation_limits import limits
from quality.evaluations.files import EvaluationLayout, Found, found_in
from quality.evaluations.reasons import UnfitEvaluation, Withheld
from quality.evaluations.records import Evaluation
from quality.evaluations.tools import Tool
from quality.models import ImportedEvaluation

if TYPE_CHECKING:
    from core.models import Work
    from intake.models import Import

ROWS_PER_STEP = 2_000


@dataclass(frozen=True, slots=True)
class _Judged:
    """The outcome for one record: an evaluation or a rejection, or both if the rejection withdraws an earlier version."""

    line: int
    review: ImportedEvaluation | None = None
    rejection: RejectedRecord | None = None


def read_step(imported: "Import", work: "Work") -> Progress:
    """Read the next evaluations, in the transaction that also saves the progress."""
    layout, most = EvaluationLayout.from_json(imported.layout), limits()
    counts: Counter[str] = Counter(work.cursor.get("counts", {}))
    try:
        with _opened(imported) as file:
            found = found_in(file, layout, most, after=work.cursor.get("line", 0))
            judged = _judged(imported, layout.tool, islice(found, ROWS_PER_STEP))
    except Unreadable as error:
        raise WorkFailed(trouble_sentence(error.trouble, error.about)) from error
    counts["rows"] += len(judged)
    if counts["rows"] > most.rows:
        raise WorkFailed(trouble_sentence(FileTrouble.TOO_MANY_ROWS, f"{most.rows:,}"))
    _store(imported, judged, counts)
    faults.point("evaluations.stored")
    is_last = len(judged) < ROWS_PER_STEP
    if is_last:
        imported.counts = {name: counts[name] for name in ("rows", "rejected")}
        finish_reading(imported)
    return Progress(
        finished=is_last,
        cursor={"line": judged[-1].line if judged else 0, "counts": dict(counts)},
        done_units=counts["rows"],
        total_units=counts["rows"] if is_last else max(layout.rows, counts["rows"]),
    )


def _opened(imported: "Import") -> BinaryIO:
    try:
        return place_of(imported.path).open("rb")
    except FileNotFoundError as error:
        raise WorkFailed(_("The uploaded file is gone. Upload it again.")) from error


def _judged(imported: "Import", tool: Tool, found: Iterable[Found | Broken]) -> list[_Judged]:
    """The outcome for each record. Records may be large, so they are read one at a time and little is kept of each."""
    now, longest = clock.now(), limits().cell_length
    return [_judged_one(imported, tool, item, now, longest) for item in found]


def _store(imported: "Import", judged: list[_Judged], counts: Counter[str]) -> None:
    reviews = [each.review for each in judged if each.review is not None]
    rejected = [each.rejection for each in judged if each.rejection is not None]
    counts["rejected"] += len(rejected)
    # Held until the step ends, so that a merge of persons or a new match comes before it or sees its rows.
    identities_for_step()
    people = known_agents(imported.source, {(review.identity, review.agent) for review in reviews})
    for review in reviews:
        review.person_id = people.get((review.identity, review.agent))
    ImportedEvaluation.objects.bulk_create(reviews, batch_size=1000)
    keep_rejections(imported, rejected)


def _judged_one(imported: "Import", tool: Tool, item: Found | Broken, now: datetime, longest_text: int) -> _Judged:
    if isinstance(item, Broken):
        # The line's content isn't shown, because it may be feedback about a person.
        return _Judged(item.line, rejection=RejectedRecord(item.line, item.reason))
    if not isinstance(item.value, dict):
        return _Judged(item.line, rejection=RejectedRecord(item.line, RejectionReason.NO_RECORD))
    called = (tool.id_of(item.value),)
    try:
        evaluation = tool.evaluation_of(item.value, now=now, longest_text=longest_text)
    except UnfitEvaluation as unfit:
        withheld = _withheld(imported, item.line, unfit) if isinstance(unfit, Withheld) else None
        return _Judged(item.line, withheld, RejectedRecord(item.line, unfit.reason, unfit.field, unfit.value, called))
    if item.is_damaged and "\ufffd" in repr(evaluation):
        return _Judged(item.line, rejection=RejectedRecord(item.line, RejectionReason.CHARACTERS, cells=called))
    return _Judged(item.line, _review(imported, item.line, evaluation))


def _withheld(imported: "Import", line: int, withheld: Withheld) -> ImportedEvaluation:
    return ImportedEvaluation(
        file=imported,
        line=line,
        source=imported.source,
        external_id=withheld.external_id,
        context_id=withheld.context_id,
        version=withheld.version,
        retracts=withheld.retracts,
        changed_at=withheld.changed_at,
        is_withheld=True,
        is_retracted=withheld.is_retracted,
    )


def _review(imported: "Import", line: int, evaluation: Evaluation) -> ImportedEvaluation:
    return ImportedEvaluation(
        file=imported,
        line=line,
        source=imported.source,
        external_id=evaluation.external_id,
        context_id=evaluation.context_id,
        version=evaluation.version,
        retracts=evaluation.retracts,
        digest=evaluation.digest,
        identity=evaluation.identity,
        agent=evaluation.agent,
        evaluator=evaluation.evaluator,
        form=evaluation.form,
        conversation_id=evaluation.conversation_id,
        total_score=evaluation.total_score,
        critical_score=evaluation.critical_score,
        is_red_flagged=evaluation.is_red_flagged,
        is_disputed=evaluation.is_disputed,
        comment=evaluation.comment,
        groups=list(evaluation.groups),
        conversation_at=evaluation.conversation_at,
        released_at=evaluation.released_at,
        changed_at=evaluation.changed_at,
    )
