"""Files of evaluations for users who import them: agents to match, a preview and the effects of undoing, but no scores."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from intake.kinds import WaitingName
from people.identity import User
from people.name_matching import likely_people
from quality.models import ImportedEvaluation
from quality.queries.evaluation_contexts import outcome_without

if TYPE_CHECKING:
    from intake.models import Import

ROWS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class WaitingAgent:
    """An agent of a source that isn't matched yet: identity in the source, and label shown there."""

    identity: str
    name: WaitingName


@dataclass(frozen=True, slots=True)
class EvaluationUndoForecast:
    """The effect of undoing a file: evaluations removed, and evaluations restored to another file's version."""

    removed: int
    back: int


@dataclass(frozen=True, slots=True)
class PreviewedEvaluation:
    """An evaluation of a file without its scores and answers, which users who import it must not see."""

    line: int
    external_id: str
    agent: str
    evaluator: str
    form: str
    conversation_at: datetime | None
    changed_at: datetime


def forecast(imported: "Import") -> EvaluationUndoForecast:
    """The effect that undoing the file would have now."""
    changed = outcome_without(imported).changes
    return EvaluationUndoForecast(removed=changed.removed, back=changed.replaced + changed.added)


def preview(imported: "Import") -> list[PreviewedEvaluation]:
    """The first evaluations of a file that isn't published yet."""
    fields = ("line", "external_id", "agent", "evaluator", "form", "conversation_at", "changed_at")
    if imported.state != imported.State.CHECKED:
        return []
    rows = ImportedEvaluation.objects.filter(file=imported, is_withheld=False).order_by("line")
    return [PreviewedEvaluation(*values) for values in rows.values_list(*fields)[:ROWS_SHOWN]]


def waiting_in(imported: "Import") -> int:
    """Number of evaluations in a file that aren't matched to a person."""
    waiting = ImportedEvaluation.objects.filter(file=imported, is_withheld=False, person=None)
    return (waiting if imported.state == imported.State.CHECKED else waiting.filter(is_current=True)).count()


def latest_waiting() -> tuple[int, int]:
    """Number of current evaluations that aren't matched to a person, and the last import with one (0 if there is none)."""
    waiting = ImportedEvaluation.objects.waiting().aggregate(count=Count("pk"), latest=Max("file"))
    return waiting["count"], waiting["latest"] or 0


def agents_waiting(user: User, source: str) -> list[WaitingAgent]:
    """Agents of a source that aren't matched yet, those with the most evaluations first. The source's ids tell namesakes apart.

    Only an equal e-mail address makes a match certain, because a namesake would read evaluations of someone else. The user's
    own record is never proposed, as a colleague has to make that match.
    """
    # Those of files that are ready to publish count, too, so that names can be matched before.
    waiting = ImportedEvaluation.objects.filter(
        Q(is_current=True) | Q(file__state="checked"), source=source, is_withheld=False, person=None
    )
    rows = waiting.values_list("identity", "agent").annotate(reviews=Count("external_id", distinct=True))
    shown: dict[str, tuple[str, int]] = {}
    for identity, agent, reviews in rows.order_by("identity", "agent"):
        before = shown.get(identity, ("", 0))[1]
        shown[identity] = (agent, before + reviews)
    called = Counter(agent for agent, _reviews in shown.values())
    likely = likely_people([agent for agent, _reviews in shown.values()])
    found = [
        WaitingAgent(
            identity,
            WaitingName(
                agent if called[agent] == 1 else f"{agent} · {identity}",
                reviews,
                tuple(
                    replace(match, is_certain=match.by_email) for match in likely[agent] if match.person_id != user.person_id
                ),
            ),
        )
        for identity, (agent, reviews) in shown.items()
    ]
    return sorted(found, key=lambda each: (-each.name.rows, each.name.label))
