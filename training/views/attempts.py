"""Pages of the person who takes a quiz: starting, one question after another, and the result."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import go, page
from people.actions import looked_at_quizzes
from people.http import UserRequest
from people.queries.persons import names, records_of
from scripts_library.queries import links_to
from training import actions, permissions
from training.models import Quiz, QuizAttempt
from training.queries.attempts import OpenQuestion, open_attempt, open_questions, own_attempts, solved_questions
from training.queries.question_bank import why_not_usable
from training.queries.quiz_results import standing_of

MOST_DIGITS = 18


@require_safe
def own_quizzes(request: UserRequest) -> HttpResponse:
    """The user's attempts, newest first."""
    return page(request, "training/own_quizzes.html", {"attempts": own_attempts(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def take_quiz(request: UserRequest, quiz_id: int) -> HttpResponseBase:
    """The start of a quiz: how many questions, what passes, and a button to start or continue."""
    quiz = get_object_or_404(Quiz.objects.select_related("journal"), pk=quiz_id)
    if not permissions.can_take(request.user, quiz):
        raise Http404
    if request.method == "POST":
        attempt = actions.start_attempt(actor=request.user, quiz=quiz)
        return go(request, reverse("training:attempt", args=[attempt.pk]))
    context = {
        "quiz": quiz,
        "is_drill": quiz.journal.is_drill,
        "attempt": open_attempt(quiz.pk, request.user),
        "standing": standing_of(quiz.pk, request.user.person_id),
        "not_usable": why_not_usable(quiz),
        "is_closed": quiz.journal.is_closed,
    }
    return page(request, "training/take_quiz.html", context)


@require_safe
def attempt(request: UserRequest, attempt_id: int) -> HttpResponse:
    """An attempt: a question while it is open, the result once it is finished."""
    found = _attempt(request, attempt_id)
    if found.finished_at is not None:
        return _result(request, found)
    questions = open_questions(found)
    left = [question.position for question in questions if not question.is_answered]
    context = {
        "attempt": found,
        "is_drill": found.quiz.journal.is_drill,
        "questions": questions,
        "question": _shown(request, questions, left),
        "left": left,
    }
    return page(request, "training/attempt.html", context)


def _shown(request: UserRequest, questions: list[OpenQuestion], left: list[int]) -> OpenQuestion | None:
    """The question of the address, or else the first one without an answer. None if all have one."""
    named = request.GET.get("question", "")
    place = int(named) if named.isdecimal() and len(named) <= MOST_DIGITS else (left[0] if left else 0)
    return next((question for question in questions if question.position == place), None)


def _result(request: UserRequest, found: QuizAttempt) -> HttpResponse:
    is_own = found.person_id in records_of(request.user.person_id)
    if not is_own:
        looked_at_quizzes(request.user, [found.person_id])
    solved = solved_questions(found)
    context = {
        "attempt": found,
        "is_drill": found.quiz.journal.is_drill,
        "questions": solved,
        "is_own": is_own,
        "name": names([found.person_id])[found.person_id],
        "scripts": links_to(request.user, {question.script_id for question in solved if question.script_id}),
        "standing": standing_of(found.quiz_id, found.person_id),
    }
    return page(request, "training/attempt_result.html", context)


@require_POST
def save_answer(request: UserRequest, attempt_id: int, position: int) -> HttpResponseBase:
    """Save the answer to a question, and show the next one without an answer."""
    found = _own_attempt(request, attempt_id)
    chosen = chosen_in(request)
    here = reverse("training:attempt", args=[found.pk])
    if not chosen:
        messages.warning(request, _("Choose an answer first."))
        return go(request, f"{here}?question={position}")
    actions.save_answer(actor=request.user, attempt=found, position=position, chosen=chosen)
    return go(request, here)


@require_POST
def finish_attempt(request: UserRequest, attempt_id: int) -> HttpResponseBase:
    """Finish the quiz and show the result."""
    found = _own_attempt(request, attempt_id)
    actions.finish_attempt(actor=request.user, attempt=found)
    return go(request, reverse("training:attempt", args=[found.pk]))


def chosen_in(request: UserRequest) -> list[int]:
    """Ids of the options that were sent. Anything else isn't an option."""
    return [int(value) for value in request.POST.getlist("option") if value.isdecimal() and len(value) <= MOST_DIGITS]


def _attempt(request: UserRequest, attempt_id: int) -> QuizAttempt:
    visible = QuizAttempt.objects.visible_to(request.user).select_related("quiz__journal")
    return get_object_or_404(visible, pk=attempt_id)


def _own_attempt(request: UserRequest, attempt_id: int) -> QuizAttempt:
    return get_object_or_404(QuizAttempt.objects.of(request.user), pk=attempt_id)
