"""Reviews of Zendesk QA (formerly Klaus): conversations, each with its reviews."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from quality.evaluations.reasons import EvaluationRejectionReason, UnfitEvaluation
from quality.evaluations.records import Evaluation
from quality.evaluations.values import (
    HIGHEST,
    SLACK,
    comment_of,
    first_moment_in,
    group,
    id_in,
    label_of,
    moment_in,
    name_of,
    number_of,
    object_of,
    objects_of,
    reference,
    text_of,
    total_in,
)

# A critical category with a lower score fails the whole review.
PASSED_FROM = 50
# The key of the conversation in a record of one review.
CONVERSATION = "conversation"


def is_conversation(record: Mapping[str, Any]) -> bool:
    reviews = record.get("reviews")
    return isinstance(reviews, list) and ("externalId" in record or any("reviewee" in each for each in objects_of(reviews)))


def reviews_in(record: Mapping[str, Any]) -> Iterator[Any]:
    """Each review of a conversation, together with its conversation. Something else in the list stays as it is."""
    reviews = record.get("reviews")
    conversation = {key: value for key, value in record.items() if key not in {"reviews", "comments"}}
    if not isinstance(reviews, list):
        yield reviews
        return
    for review in reviews:
        yield {**review, CONVERSATION: conversation} if isinstance(review, dict) else review


def review_of(record: Mapping[str, Any], *, now: datetime, longest_text: int) -> Evaluation:
    """The review in a record. Raises `UnfitEvaluation` with the first problem."""
    external_id = id_in(record, "id")
    reviewee, reviewer = (object_of(record.get(key)) for key in ("reviewee", "reviewer"))
    email = text_of(reviewee.get("email"))
    agent = label_of(text_of(reviewee.get("name")), email, "")
    if not agent:
        raise UnfitEvaluation("reviewee", "", EvaluationRejectionReason.AGENT)
    total = total_in(record, "score", path="score")
    conversation = object_of(record.get(CONVERSATION))
    at = "createdAtISO" if text_of(conversation.get("createdAtISO")) else "createdAt"
    return Evaluation(
        external_id=external_id,
        context_id=external_id,
        identity=name_of(email or agent),
        agent=agent,
        evaluator=label_of(text_of(reviewer.get("name")), "", text_of(reviewer.get("email"))),
        form=name_of(object_of(record.get("scorecard")).get("name")),
        conversation_id=reference(conversation.get("externalId")),
        total_score=total,
        is_red_flagged=total == 0 and any(map(_failed, objects_of(record.get("ratings")))),
        comment=comment_of(record.get("comment"), longest=longest_text, path="comment"),
        groups=tuple(_categories(record)),
        conversation_at=moment_in(conversation, at, latest=now + SLACK),
        changed_at=first_moment_in(record, "updatedISO", "updated", "createdISO", "created", now=now),
    )


def _failed(rating: Mapping[str, Any]) -> bool:
    score = number_of(rating.get("score"))
    return rating.get("critical") is True and score is not None and score < PASSED_FROM


def _categories(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Categories with their scores in percent. One without a score was not applicable; an unreadable one is left out."""
    for rating in objects_of(record.get("ratings")):
        score = number_of(rating.get("score"))
        if rating.get("score") is None:
            yield group(rating.get("categoryName"))
        elif score is not None and 0 <= score <= HIGHEST:
            yield group(rating.get("categoryName"), score, number_of(HIGHEST))
