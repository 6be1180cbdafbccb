"""Import of an evaluation file, step by step. Its evaluations become current all at once, in the last step."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock, faults
from core.work import Progress
from intake.actions.files import forget_path
from intake.actions.requester import asker
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.text_rows import Broken
from intake.upload_storage import place_of
from journal.actions import house_journal, record
from people.actions import notify
from people.actions.source_names import identities_for_step
from people.name_matching import parts_of, people_by_identity
from quality.actions.evaluation_versions import join_contexts, settle
from quality.actions.evaluations import one_file_for_step, refuse
from quality.evaluation_file_lifecycle import FILE_LIFECYCLE, FileStep
from quality.evaluation_limits import limits
from quality.evaluations.changes import changes
from quality.evaluations.files import EvaluationLayout, Found, NotEvaluations, found_in, layout_of
from quality.evaluations.reasons import EvaluationFileTrouble, UnfitEvaluation, Withheld
from quality.evaluations.records import Evaluation
from quality.evaluations.tools import Tool
from quality.models import EvaluationFile, EvaluationRejection, ImportedEvaluation
from quality.queries.evaluation_contexts import contexts_in, counting
from quality.verbs import Verb

if TYPE_CHECKING:
    from core.models import Work

ROWS_PER_STEP = 2_000


class _Refusal(Exception):
    """The whole file cannot be imported."""

    def __init__(self, trouble: str, about: str = "") -> None:
        super().__init__(trouble)
        self.trouble, self.about = trouble, about


@dataclass(frozen=True, slots=True)
class _Judged:
    """The outcome for one record: an evaluation or a rejection, or both if the rejection withdraws an earlier version."""

    line: int
    review: ImportedEvaluation | None = None
    rejection: EvaluationRejection | None = None


def step(work: "Work") -> Progress:
    """Run one step of a file's import. Registered with `core.work`."""
    imported = EvaluationFile.objects.select_for_update().get(pk=work.subject_id)
    if imported.state != EvaluationFile.State.READING:
        return Progress(finished=True, cursor=work.cursor, done_units=work.done_units, total_units=work.total_units)
    try:
        return _read_step(imported, work.cursor)
    except _Refusal as refusal:
        _refuse(imported, refusal)
        return Progress(finished=True, cursor=work.cursor)


def _read_step(imported: EvaluationFile, cursor: dict[str, Any]) -> Progress:
    counts: Counter[str] = Counter(cursor.get("counts", {}))
    with _opened(imported) as file:
        try:
            layout = EvaluationLayout.from_json(cursor["layout"]) if "layout" in cursor else layout_of(file, limits())
            found = found_in(file, layout, limits(), after=cursor.get("line", 0))
            imported.source = layout.source
            judged = _judged(imported, layout.tool, islice(found, ROWS_PER_STEP))
        except Unreadable as error:
            raise _Refusal(error.trouble, error.about) from error
        except NotEvaluations as error:
            raise _Refusal(error.trouble) from error
    imported.save(update_fields=["source"])
    counts["rows"] += len(judged)
    if counts["rows"] > limits().rows:
        raise _Refusal(FileTrouble.TOO_MANY_ROWS, f"{limits().rows:,}")
    _store(imported, judged, counts)
    faults.point("evaluations.stored")
    is_last = len(judged) < ROWS_PER_STEP
    if is_last:
        _take(imported, counts)
    return Progress(
        finished=is_last,
        cursor={"layout": layout.as_json(), "line": judged[-1].line if judged else 0, "counts": dict(counts)},
        done_units=counts["rows"],
        total_units=counts["rows"] if is_last else max(layout.rows, counts["rows"]),
    )


def _opened(imported: EvaluationFile) -> BinaryIO:
    try:
        return place_of(imported.path).open("rb")
    except FileNotFoundError as error:
        raise _Refusal(EvaluationFileTrouble.FILE_GONE) from error


def _judged(imported: EvaluationFile, tool: Tool, found: Iterable[Found | Broken]) -> list[_Judged]:
    """The outcome for each record. Records may be large, so they are read one at a time and little is kept of each."""
    now, longest = clock.now(), limits().cell_length
    return [_judged_one(imported, tool, item, now, longest) for item in found]


def _store(imported: EvaluationFile, judged: list[_Judged], counts: Counter[str]) -> None:
    reviews = [each.review for each in judged if each.review is not None]
    rejected = [each.rejection for each in judged if each.rejection is not None]
    counts["rejected"] += len(rejected)
    # Held until the step ends, so that a merge of persons or a new match comes before it or sees its rows.
    identities_for_step()
    people = _people(imported.source, {(review.identity, review.agent) for review in reviews})
    for review in reviews:
        review.person_id = people.get((review.identity, review.agent))
    ImportedEvaluation.objects.bulk_create(reviews, batch_size=1000)
    EvaluationRejection.objects.bulk_create(rejected, batch_size=1000)


def _judged_one(imported: EvaluationFile, tool: Tool, item: Found | Broken, now: datetime, longest_text: int) -> _Judged:
    if isinstance(item, Broken):
        # The line's content isn't shown, because it may be feedback about a person.
        return _Judged(item.line, rejection=EvaluationRejection(file=imported, line=item.line, reason=item.reason.value))
    rejection = EvaluationRejection(file=imported, line=item.line, external_id=tool.id_of(item.value))
    if not isinstance(item.value, dict):
        rejection.reason = RejectionReason.NO_RECORD.value
        return _Judged(item.line, rejection=rejection)
    try:
        evaluation = tool.evaluation_of(item.value, now=now, longest_text=longest_text)
    except UnfitEvaluation as unfit:
        rejection.field, rejection.value, rejection.reason = unfit.field, unfit.value, unfit.reason.value
        withheld = _withheld(imported, item.line, unfit) if isinstance(unfit, Withheld) else None
        return _Judged(item.line, withheld, rejection)
    if item.is_damaged and "\ufffd" in repr(evaluation):
        rejection.reason = RejectionReason.CHARACTERS.value
        return _Judged(item.line, rejection=rejection)
    return _Judged(item.line, _review(imported, item.line, evaluation))


def _withheld(imported: EvaluationFile, line: int, withheld: Withheld) -> ImportedEvaluation:
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


def _review(imported: EvaluationFile, line: int, evaluation: Evaluation) -> ImportedEvaluation:
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


def _people(source: str, agents: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Person ids of the agents that are matched: by identity, or by the e-mail address in the label.

    A name alone may belong to several agents, which only their ids tell apart.
    """
    known = people_by_identity(source, {label for agent in agents for label in agent})
    found = {
        (identity, agent): known.get(identity) or (known.get(agent) if parts_of(agent)[1] else None)
        for identity, agent in agents
    }
    return {agent: person_id for agent, person_id in found.items() if person_id}


def _name_as_decided(imported: EvaluationFile) -> None:
    """Apply the current matches to all evaluations of the agents in this file, including those of earlier files.

    A match may have been made while the file was being read, or changed since earlier files came in.
    """
    identities = ImportedEvaluation.objects.filter(file=imported, is_withheld=False).values("identity")
    theirs = ImportedEvaluation.objects.filter(source=imported.source, is_withheld=False, identity__in=identities)
    named = set(theirs.values_list("identity", "agent", "person"))
    people = _people(imported.source, {(identity, agent) for identity, agent, _person in named})
    for identity, agent, before in named:
        decided = people.get((identity, agent), before)
        if decided != before:
            theirs.filter(identity=identity, agent=agent, person=before).update(person_id=decided)


def _take(imported: EvaluationFile, counts: Counter[str]) -> None:
    """Make the file's evaluations current."""
    one_file_for_step()
    _name_as_decided(imported)
    touched = contexts_in(imported)
    before = counting(imported.source, touched).digests()
    joined = join_contexts(imported)
    FILE_LIFECYCLE.move(imported, FileStep.TAKE)
    imported.taken_at = clock.now()
    imported.save(update_fields=["state", "taken_at"])
    settle(imported.source, touched | set(joined.values()))
    after = counting(imported.source, touched | set(joined.values())).digests()
    changed = changes({joined.get(context, context): digest for context, digest in before.items()}, after)
    imported.counts = {
        "rows": counts["rows"],
        "rejected": counts["rejected"],
        "added": changed.added,
        "replaced": changed.replaced,
        "withdrawn": changed.removed,
        "unchanged": counts["rows"] - counts["rejected"] - changed.added - changed.replaced,
    }
    imported.save(update_fields=["counts"])
    faults.point("evaluations.taken")
    forget_path(imported.path)
    count = changed.added + changed.replaced
    sentence = ngettext(
        "Your file %(name)s was imported: %(count)s new or updated evaluation.",
        "Your file %(name)s was imported: %(count)s new or updated evaluations.",
        count,
    )
    _tell(imported, sentence % _names(imported, count))
    record(
        house_journal(),
        Verb.EVALUATIONS_TAKEN,
        actor=asker(imported.uploaded_by_id),
        subject=imported,
        data=imported.counts,
    )


def _refuse(imported: EvaluationFile, refusal: _Refusal) -> None:
    refuse(imported, refusal.trouble, refusal.about)
    _tell(imported, _("Your file %(name)s couldn't be imported. See why.") % _names(imported, 0))


def _names(imported: EvaluationFile, count: int) -> dict[str, Any]:
    return {"name": imported.file_name, "count": count}


def _tell(imported: EvaluationFile, text: str) -> None:
    notify(
        person_id=imported.uploaded_by_id,
        key=f"evaluations:{imported.pk}",
        text=text,
        url=reverse("quality:evaluation_file", args=[imported.pk]),
    )
