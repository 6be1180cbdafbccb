from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class QuizVerb(TextChoices):
    """Verbs about quizzes. No entry has an answer or a result."""

    QUIZ_WRITTEN = "training.quiz_written", _("{actor} wrote the quiz “{title}”")
    QUIZ_CHANGED = (
        "training.quiz_changed",
        _("{actor} changed the quiz “{title}”: {asked} questions, pass mark {pass_percent} %"),
    )
    QUESTION_WRITTEN = "training.question_written", _("{actor} added a question to the quiz “{title}”: {question}")
    QUESTION_EDITED = "training.question_edited", _("{actor} edited a question of the quiz “{title}”: {question}")
    QUESTION_KEPT = (
        "training.question_corrected_keep",
        _("{actor} corrected a question of the quiz “{title}” and kept the results of {affected}: {question}"),
    )
    QUESTION_RECOUNTED = (
        "training.question_corrected_recount",
        _(
            "{actor} corrected a question of the quiz “{title}” and had the results of {affected} recounted, of which {raised} "
            "went up: {question}"
        ),
    )
    QUESTION_ASKED_AGAIN = (
        "training.question_corrected_ask_again",
        _("{actor} corrected a question of the quiz “{title}” and reopened the quiz for {affected}: {question}"),
    )
    QUESTION_RETIRED = "training.question_retired", _("{actor} retired a question of the quiz “{title}”: {question}")
    QUESTION_RESTORED = "training.question_restored", _("{actor} brought back a question of the quiz “{title}”: {question}")


# The audience of each verb in a crisis: an allow-list, checked when the room registers its verbs.
QUIZ_AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    # Questions would give the quiz away to people on the team.
    Audience.LEADS: {
        QuizVerb.QUESTION_WRITTEN,
        QuizVerb.QUESTION_EDITED,
        QuizVerb.QUESTION_KEPT,
        QuizVerb.QUESTION_RECOUNTED,
        QuizVerb.QUESTION_ASKED_AGAIN,
        QuizVerb.QUESTION_RETIRED,
        QuizVerb.QUESTION_RESTORED,
    },
    Audience.SUPERVISORS: {QuizVerb.QUIZ_WRITTEN, QuizVerb.QUIZ_CHANGED},
}
