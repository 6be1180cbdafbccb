"""Pages of trainers: quizzes, their question bank, a preview, and results."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import Link, form_page, go, page
from journal.actions import house_journal, require_open
from journal.drills import marked
from journal.queries import journal_with_id
from people.actions import looked_at_quizzes
from people.http import UserRequest, only_if
from scripts_library.queries import links_to
from training import actions, permissions
from training.forms import QuizForm
from training.models import Quiz
from training.queries.question_bank import all_quizzes, bank_of, why_not_usable
from training.queries.quiz_people import people_of
from training.quiz_rules import new_seed, shuffled
from training.tables import QuizPeopleTable, QuizzesTable

if TYPE_CHECKING:
    from journal.models import Journal

LONGEST_ID = 18
FIRST = {"questions_asked": 5, "pass_percent": 80}


@require_safe
@only_if(permissions.can_keep_quizzes)
def quizzes(request: UserRequest) -> HttpResponseBase:
    """All quizzes."""
    table = QuizzesTable(all_quizzes(), request, per_page=50)
    if table.is_download:
        return table.download()
    return page(request, "training/quizzes.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(permissions.can_keep_quizzes)
def write_quiz(request: UserRequest) -> HttpResponseBase:
    """A new quiz, for the organisation or for the journal given in the link."""
    journal = _journal(request)
    form = QuizForm(request.POST or None, initial={**FIRST, "journal": journal.pk})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        quiz = actions.write_quiz(
            actor=request.user,
            journal=journal,
            title=told["title"],
            questions_asked=told["questions_asked"],
            pass_percent=told["pass_percent"],
        )
        messages.success(request, _("Quiz saved. Now add its questions."))
        return go(request, reverse("training:quiz", args=[quiz.pk]))
    above = Link(_("Quizzes"), reverse("training:quizzes"))
    intro = [marked(journal.title, is_drill=journal.is_drill)] if journal.kind != "house" else []
    return form_page(
        request, form, heading=_("New quiz"), button=_("Save quiz"), back=reverse("training:quizzes"), above=above, intro=intro
    )


def _journal(request: UserRequest) -> "Journal":
    named = request.POST.get("journal") or request.GET.get("journal")
    if not named:
        return house_journal()
    journal = journal_with_id(int(named)) if named.isdecimal() and len(named) <= LONGEST_ID else None
    if journal is None:
        raise Http404
    require_open(journal)
    return journal


@require_safe
@only_if(permissions.can_keep_quizzes)
def quiz(request: UserRequest, quiz_id: int) -> HttpResponse:
    """A quiz with its question bank."""
    found = _quiz(quiz_id)
    bank = bank_of(found)
    live = [question for question in bank if not question.is_retired]
    context = {
        "quiz": found,
        "is_drill": found.journal.is_drill,
        "live": live,
        "retired": [question for question in bank if question.is_retired],
        "not_usable": why_not_usable(found),
        "scripts": links_to(request.user, {question.script_id for question in live if question.script_id}),
    }
    return page(request, "training/quiz.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(permissions.can_keep_quizzes)
def change_quiz(request: UserRequest, quiz_id: int) -> HttpResponseBase:
    """Title, number of questions and pass mark."""
    found = _quiz(quiz_id)
    require_open(found.journal)
    initial = {"title": found.title, "questions_asked": found.questions_asked, "pass_percent": found.pass_percent}
    form = QuizForm(request.POST or None, initial=initial)
    back = reverse("training:quiz", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.change_quiz(
            actor=request.user,
            quiz=found,
            title=told["title"],
            questions_asked=told["questions_asked"],
            pass_percent=told["pass_percent"],
        )
        messages.success(request, _("Quiz saved. Attempts that have begun keep their questions and pass mark."))
        return go(request, back)
    return form_page(request, form, heading=_("Edit quiz"), button=_("Save quiz"), back=back, above=Link(found.title, back))


@require_safe
@only_if(permissions.can_keep_quizzes)
def preview(request: UserRequest, quiz_id: int) -> HttpResponse:
    """The questions of a quiz as people see them, in an order that changes with each look."""
    found = _quiz(quiz_id)
    live = [question for question in bank_of(found) if not question.is_retired]
    seed = new_seed()
    order = shuffled(seed, range(len(live)))[: found.questions_asked]
    questions = [
        (live[place], [live[place].options[number] for number in shuffled(f"{seed}:{place}", range(len(live[place].options)))])
        for place in order
    ]
    return page(request, "training/quiz_preview.html", {"quiz": found, "questions": questions})


@require_safe
@only_if(permissions.can_keep_quizzes)
def results(request: UserRequest, quiz_id: int) -> HttpResponseBase:
    """People who took the quiz, and with whom a conversation takes the place of another attempt."""
    found = _quiz(quiz_id)
    people = people_of(found)
    looked_at_quizzes(request.user, [person.person_id for person in people])
    table = QuizPeopleTable(people, request, per_page=100)
    if table.is_download:
        return table.download()
    return page(request, "training/quiz_results.html", {"quiz": found, "is_drill": found.journal.is_drill, "table": table})


@require_POST
@only_if(permissions.can_keep_quizzes)
def settle(request: UserRequest, quiz_id: int, person_id: int) -> HttpResponseBase:
    """Record that a conversation took the place of another attempt."""
    actions.settle_by_conversation(actor=request.user, quiz=_quiz(quiz_id), person_id=person_id)
    messages.success(request, _("Conversation recorded. The quiz counts as done."))
    return go(request, reverse("training:quiz-results", args=[quiz_id]))


def _quiz(quiz_id: int) -> Quiz:
    return get_object_or_404(Quiz.objects.select_related("journal"), pk=quiz_id)
