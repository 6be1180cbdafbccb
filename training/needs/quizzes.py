"""Needs about quizzes: questions of recall, and conversations that trainers should have."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journal.drills import marked
from people.identity import User
from people.needs import Need, Urgency
from training import permissions
from training.queries.quiz_results import conversations
from training.queries.recall import due_recall


def recall_to_answer(user: User) -> list[Need]:
    """A need for each quiz with questions to recall now."""
    counts = Counter((recall.quiz.title, recall.quiz.journal.is_drill) for recall in due_recall(user))
    return [
        Need(
            title=ngettext("%(count)d question to refresh your memory", "%(count)d questions to refresh your memory", count)
            % {"count": count},
            url=reverse("training:recall"),
            symbol="bulb",
            note=_("%(title)s. Takes less than a minute.") % {"title": marked(title, is_drill=is_drill)},
        )
        for (title, is_drill), count in counts.items()
    ]


def conversations_to_have(user: User) -> list[Need]:
    """A need for each person with whom a conversation takes the place of a third attempt, for trainers."""
    if not permissions.can_keep_quizzes(user):
        return []
    return [
        Need(
            title=_("Go through the quiz with %(name)s") % {"name": each.name},
            url=reverse("training:quiz-results", args=[each.quiz_id]),
            symbol="users",
            note=each.title,
            urgency=Urgency.ASKED,
        )
        for each in conversations()
        if each.person_id != user.person_id
    ]
