"""Reviews in a person's copy of their own data: completed reviews, as the person sees them."""

from collections.abc import Collection

from core import clock
from people.own_data import OwnDataPart, Rows
from quality.models import ImportedEvaluation, ProgrammeMember, Review, ReviewAnswer, ReviewerCapacity
from quality.queries.reviews import answer_label, programme_title


def _reviews(records: Collection[int]) -> Rows:
    found = Review.objects.completed().filter(person__in=records).order_by("completed_at", "pk")
    answers: dict[int, list[dict[str, str]]] = {}
    for answer in ReviewAnswer.objects.filter(review__in=found).select_related("question").order_by("question"):
        line = {"question": answer.question.text, "answer": answer_label(answer.question, answer.value)}
        answers.setdefault(answer.review_id, []).append(line)
    return [
        {
            "programme": programme_title(review.slot.programme),
            "reviewer": str(review.reviewer),
            "completed_at": review.completed_at,
            "score": review.score,
            "bonus": review.bonus,
            "is_red_flagged": review.is_red_flagged,
            "comment": review.comment,
            "acknowledged_at": review.acknowledged_at,
            "answers": answers.get(review.pk, []),
        }
        for review in found.select_related("slot__programme__journal", "reviewer")
    ]


def _imported(records: Collection[int]) -> Rows:
    shown = ImportedEvaluation.objects.shown(clock.now()).filter(person__in=records).order_by("changed_at", "pk")
    columns = ("source", "form", "evaluator", "total_score", "is_red_flagged", "is_disputed", "comment", "groups", "changed_at")
    rows: Rows = shown.values(*columns)
    return rows


def _programmes(records: Collection[int]) -> Rows:
    members = ProgrammeMember.objects.filter(person__in=records).select_related("programme__journal")
    return [
        {"programme": programme_title(member.programme), "from": member.joined_at, "until": member.left_at}
        for member in members.order_by("joined_at", "pk")
    ]


def _capacity(records: Collection[int]) -> Rows:
    return ReviewerCapacity.objects.filter(person__in=records).values("reviews_per_week")


PARTS = (
    OwnDataPart("reviews", ("quality.Review",), _reviews),
    OwnDataPart("imported_evaluations", ("quality.ImportedEvaluation",), _imported),
    OwnDataPart("review_programmes", ("quality.ProgrammeMember",), _programmes),
    OwnDataPart("review_capacity", ("quality.ReviewerCapacity",), _capacity),
)
