"""Tables of the pages about quizzes."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import badge, link
from journal.drills import marked
from training.models import Quiz
from training.queries.quiz_people import QuizPerson
from training.quiz_rules import needed_questions


class QuizzesTable(tables.Table):
    caption = gettext_lazy("Quizzes")
    title = tables.RowName(gettext_lazy("Quiz"))
    questions_asked = tables.Figure(gettext_lazy("Questions per attempt"))
    live_count = tables.Figure(gettext_lazy("Questions in the bank"))
    is_usable = tables.Column(gettext_lazy("State"), accessor="live_count", order_by="live_count")

    def render_title(self, record: Quiz) -> SafeString:
        return link(reverse("training:quiz", args=[record.pk]), marked(record.title, is_drill=record.journal.is_drill))

    def render_is_usable(self, record: Quiz) -> SafeString:
        words = self.value_is_usable(record)
        return badge(words, "success" if words == _("Ready") else "warning")

    def value_is_usable(self, record: Quiz) -> str:
        missing = needed_questions(record.questions_asked) - record.live_count  # type: ignore[attr-defined] # annotated by the query
        return _("Needs %(count)s more questions") % {"count": missing} if missing > 0 else _("Ready")


class QuizPeopleTable(tables.Table):
    """People who took a quiz, and where they stand."""

    caption = gettext_lazy("People who took this quiz")
    name = tables.RowName(gettext_lazy("Name"))
    state = tables.TemplateCell("training/_quiz_state.html", gettext_lazy("State"))
    attempts = tables.Figure(gettext_lazy("Attempts"))
    last_attempt = tables.TemplateCell("training/_last_attempt.html", gettext_lazy("Last attempt"), order_by="last_finished_at")
    conversation = tables.Actions("training/_record_conversation.html", gettext_lazy("Conversation"))

    def value_state(self, record: QuizPerson) -> str:
        return record.state

    def value_last_attempt(self, record: QuizPerson) -> str:
        return tables.offset_time(record.last_finished_at)
