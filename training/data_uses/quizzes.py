"""Data about people in quizzes and recall."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import NAME_ERASED, Area, DataUse, KeptFor, LegalBasis, NotAboutPeople, Seer, days_of
from people.identity import Role

PERIOD = days_of("RETENTION_QUIZZES_DAYS")
KEPT = (KeptFor(_("Deleted after %(period)s, and when your record is erased."), PERIOD),)

QUIZZES = (
    DataUse(
        key="quiz_results",
        area=Area.TRAINING,
        title=_("Your quizzes"),
        what=_(
            "Each attempt with its questions, your answers and the result, whether a conversation with a trainer took the "
            "place of another attempt, and when and why you were asked to take a quiz again."
        ),
        purpose=_("So that you and your trainers know what is clear and what needs another look before you use a script."),
        source=_("Your answers, scored by the rule that is stored with the attempt."),
        seen_by=(Seer.SELF, Seer.TRAINERS),
        kept=KEPT,
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.AGENT,),
        fields={
            "training.QuizAttempt": "person seed rule pass_percent started_at finished_at right_count is_passed",
            "training.AttemptAnswer": "position shown chosen answered_at is_right counts_as_right",
            "training.QuizReopening": "person reason reopened_at",
            "training.QuizSettlement": "person settled_at",
        },
        figures=(
            "QuizPeopleTable.name",
            "QuizPeopleTable.state",
            "QuizPeopleTable.attempts",
            "QuizPeopleTable.last_attempt",
            "QuizPeopleTable.conversation",
        ),
        own_page="training:own-quizzes",
        pages=("training:quiz-results", "training:attempt"),
    ),
    DataUse(
        key="recall",
        area=Area.TRAINING,
        title=_("Questions to refresh your memory"),
        what=_("Which questions you were asked after passing a quiz, your answers, and whether you put them off."),
        purpose=_(
            "So that you still know the scripts after some days. Trainers see for each question how many people answered it "
            "right, from five people on, and nobody's own answers."
        ),
        source=_("Your answers."),
        seen_by=(Seer.SELF,),
        kept=KEPT,
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.AGENT,),
        fields={
            "training.RecallQuestion": "person passed_at day place due_at lapses_at postponed_until shown chosen answered_at "
            "is_right"
        },
        own_page="training:recall",
    ),
    DataUse(
        key="quizzes_written",
        area=Area.TRAINING,
        title=_("Quizzes you own, questions you corrected, and conversations you had"),
        what=_("Who owns a quiz, who corrected a question, what it changed for whom, and who recorded a conversation."),
        purpose=_("So that results can be explained, and everyone knows whom to ask."),
        source=_("Your action."),
        seen_by=(Seer.SELF, Seer.TRAINERS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.TRAINER,),
        fields={
            "training.Quiz": "owner",
            "training.QuestionCorrection": "corrected_by corrected_at treatment affected",
            "training.QuizSettlement": "settled_by",
        },
        own_page="training:quizzes",
        pages=("training:quizzes",),
    ),
    NotAboutPeople(
        "quizzes and their questions",
        {
            "training.Quiz": "title journal questions_asked pass_percent created_at",
            "training.QuizQuestion": "script newest_number retired_at added_at",
            "training.QuestionVersion": "number kind text explanation written_at",
            "training.QuestionOption": "position text is_right",
            "training.QuestionCorrection": "number",
        },
        ("QuizzesTable.*",),
    ),
)
