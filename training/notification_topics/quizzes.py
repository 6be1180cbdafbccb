"""Topics of the notifications about quizzes."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic
from people.identity import Role

QUIZ_TOPICS = (
    Topic(
        "quiz-results",
        _("Quiz result changed"),
        _("You get this because you took this quiz."),
        keys=("quiz:*:recounted:*", "quiz:*:reopened:*"),
        example=_("A question of the quiz “Example quiz” was corrected, and your result went up."),
    ),
    Topic(
        "quiz-conversations",
        _("Conversation about a quiz"),
        _("You get this because you are a trainer."),
        keys=("quiz:*:conversation:*",),
        example=_("Alex Example would like help with the quiz “Example quiz”. Please talk to them."),
        roles=(Role.TRAINER,),
    ),
)
