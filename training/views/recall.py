"""Page with the questions to recall."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.pages import go, page
from people.http import UserRequest
from scripts_library.queries import links_to
from training import actions
from training.queries.attempts import open_recall_questions, solved_recall_question
from training.queries.quiz_results import standing_of
from training.queries.recall import due_recall, own_recall
from training.views.attempts import chosen_in


@require_safe
def recall(request: UserRequest) -> HttpResponse:
    """The questions to recall now, one at a time."""
    due = list(due_recall(request.user).select_related("question_version"))
    context = {
        "recall": due[0] if due else None,
        "question": open_recall_questions(due[:1])[0] if due else None,
        "left": len(due),
        "is_drill": bool(due) and due[0].quiz.journal.is_drill,
    }
    return page(request, "training/recall.html", context)


@require_safe
def recall_answer(request: UserRequest, recall_id: int) -> HttpResponse:
    """The solution of a question that the user has answered."""
    answered = own_recall(request.user).filter(answered_at__isnull=False)
    found = get_object_or_404(answered.select_related("quiz__journal", "question_version__question"), pk=recall_id)
    solved = solved_recall_question(found)
    context = {
        "recall": found,
        "is_drill": found.quiz.journal.is_drill,
        "solved": solved,
        "left": due_recall(request.user).count(),
        "is_reopened": standing_of(found.quiz_id, found.person_id).passed_at is None,
        "scripts": links_to(request.user, [solved.script_id] if solved.script_id else []),
    }
    return page(request, "training/recall_answer.html", context)


@require_POST
def answer_recall(request: UserRequest, recall_id: int) -> HttpResponseBase:
    """Answer a question, and see at once whether it was right."""
    found = get_object_or_404(own_recall(request.user), pk=recall_id)
    chosen = chosen_in(request)
    if not chosen:
        messages.warning(request, _("Choose an answer first."))
        return go(request, reverse("training:recall"))
    actions.answer_recall(actor=request.user, question=found, chosen=chosen)
    return go(request, reverse("training:recall-answer", args=[found.pk]))


@require_POST
def ask_later(request: UserRequest) -> HttpResponseBase:
    """Put the questions off for an hour."""
    actions.ask_recall_later(actor=request.user)
    messages.success(request, _("These questions come back in an hour."))
    return go(request, reverse("desk:home"))
