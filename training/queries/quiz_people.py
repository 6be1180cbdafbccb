"""People who took a quiz, for trainers: where they stand, and their last attempt."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from people.queries.persons import names
from training.models import Quiz, QuizAttempt
from training.queries.quiz_results import NOTHING_YET, QuizStanding, standings


@dataclass(frozen=True, slots=True)
class QuizPerson:
    """A person who finished an attempt. `attempts` counts all of them, also those before the quiz was reopened."""

    quiz_id: int
    person_id: int
    name: str
    standing: QuizStanding
    attempts: int
    last_attempt: int
    last_finished_at: datetime

    @property
    def needs_conversation(self) -> bool:
        return self.standing.needs_conversation

    @property
    def state(self) -> str:
        if self.standing.passed_at is not None:
            return _("Done")
        return _("Conversation") if self.needs_conversation else _("Not done yet")

    @property
    def tone(self) -> str:
        if self.standing.passed_at is not None:
            return "success"
        return "warning" if self.needs_conversation else ""


def people_of(quiz: Quiz) -> list[QuizPerson]:
    """People who finished an attempt at the quiz. Those who need a conversation come first, then by name."""
    finished = QuizAttempt.objects.finished().filter(quiz=quiz).order_by("finished_at", "pk")
    attempts: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    for pk, person_id, finished_at in finished.values_list("pk", "person", "finished_at"):
        assert finished_at is not None  # noqa: S101 - others are left out
        attempts[person_id].append((pk, finished_at))
    found, known = standings(quiz.pk), names(attempts)
    people = [
        QuizPerson(quiz.pk, person_id, known[person_id], found.get(person_id, NOTHING_YET), len(made), *made[-1])
        for person_id, made in attempts.items()
    ]
    return sorted(people, key=lambda person: (not person.needs_conversation, person.name))
