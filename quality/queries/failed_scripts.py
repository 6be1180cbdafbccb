"""Scripts that many people don't follow: then the script is to be checked, and not the people (domain section 7)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from quality.models import Review, ReviewAnswer
from quality.models.scorecards import Aspect, Question
from scripts_library.queries import ContactSpan, UsedVersion, versions_used_in

PERIOD = timedelta(days=90)
# Fewer people are never shown, and say little about a script.
FEWEST_PEOPLE = 5
# The lowest answer fails a question: no for yes or no, else 1.
FAILED = Q(question__scale=Question.Scale.BINARY, value=0) | Q(question__scale__gt=Question.Scale.BINARY, value=1)


@dataclass(frozen=True, slots=True)
class FailedScript:
    """A script version under which at least half of the people reviewed, and at least five, failed the same question."""

    version: UsedVersion
    question: str
    failed: int
    reviewed: int


def failed_scripts(now: datetime) -> list[FailedScript]:
    """Script versions to check, by the questions on script adherence in the last 90 days, most people first. Two queries."""
    answers = ReviewAnswer.objects.filter(
        review__in=Review.objects.completed().in_earnest().filter(completed_at__gt=now - PERIOD),
        review__interaction__ended_at__isnull=False,
        question__section__aspect=Aspect.ADHERENCE,
        value__isnull=False,
    )
    contact = ("interaction", "person", "interaction__started_at", "interaction__ended_at")
    rows = list(
        answers.annotate(has_failed=FAILED).values_list(
            *(f"review__{name}" for name in contact), "question__text", "has_failed"
        )
    )
    used = versions_used_in({ContactSpan(*row[:4]) for row in rows})
    reviewed: dict[tuple[UsedVersion, str], set[int]] = defaultdict(set)
    failed: dict[tuple[UsedVersion, str], set[int]] = defaultdict(set)
    for contact_id, person_id, _start, _end, question, has_failed in rows:
        for version in used.get(contact_id, ()):
            reviewed[version, question].add(person_id)
            if has_failed:
                failed[version, question].add(person_id)
    found = [
        FailedScript(*key, len(people), len(reviewed[key]))
        for key, people in failed.items()
        if len(people) >= FEWEST_PEOPLE and 2 * len(people) >= len(reviewed[key])
    ]
    return sorted(found, key=lambda row: (-row.failed, row.version.title, row.version.number, row.question))
