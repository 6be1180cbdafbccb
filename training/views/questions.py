"""The editor of a question, on one page, and the page that asks what a correction does to earlier results."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import Link, form_page, go
from core.refusals import Refused
from journal.actions import require_open
from people.http import UserRequest, only_if
from training import actions, permissions
from training.forms import QuizQuestionForm, TreatmentForm
from training.models import Quiz, QuizQuestion
from training.queries.corrections import CorrectionEffect, effect_of
from training.queries.question_bank import bank_question, linkable_scripts


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(permissions.can_keep_quizzes)
def write_question(request: UserRequest, quiz_id: int) -> HttpResponseBase:
    """A new question."""
    quiz = get_object_or_404(Quiz.objects.select_related("journal"), pk=quiz_id)
    require_open(quiz.journal)
    form = QuizQuestionForm(request.POST or None, scripts=linkable_scripts(request.user, quiz))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_question(actor=request.user, quiz=quiz, texts=_texts(form))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Question saved."))
            return go(request, reverse("training:quiz", args=[quiz.pk]))
    return _editor(request, form, quiz, heading=_("New question"))


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(permissions.can_keep_quizzes)
def question(request: UserRequest, question_id: int) -> HttpResponseBase:
    """Edit a question. If that changes which answers are right, a second form asks what happens to earlier results."""
    found = get_object_or_404(QuizQuestion.objects.select_related("quiz__journal"), pk=question_id)
    require_open(found.quiz.journal)
    initial = QuizQuestionForm.initial_of(bank_question(found))
    form = QuizQuestionForm(request.POST or None, initial=initial, scripts=linkable_scripts(request.user, found.quiz))
    treatment, effect = TreatmentForm(request.POST if "treatment" in request.POST else None), CorrectionEffect()
    if request.method == "POST" and form.is_valid():
        effect = effect_of(found, form.options)
        if not effect.affected or treatment.is_valid():
            try:
                _save(request, found, form, treatment)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return go(request, reverse("training:quiz", args=[found.quiz_id]))
    context = {"treatment": treatment, "effect": effect} if effect.affected else {}
    return _editor(request, form, found.quiz, heading=_("Edit question"), context=context)


def _save(request: UserRequest, found: QuizQuestion, form: QuizQuestionForm, treatment: TreatmentForm) -> None:
    actions.edit_question(
        actor=request.user,
        question=found,
        number=form.cleaned_data["version_read"] or 0,
        texts=_texts(form),
        treatment=treatment.cleaned_data["treatment"] if treatment.is_bound and treatment.is_valid() else "",
    )
    messages.success(request, _("Question saved. Attempts that are finished keep the version they were asked."))


@require_POST
@only_if(permissions.can_keep_quizzes)
def retire_question(request: UserRequest, question_id: int) -> HttpResponseBase:
    found = get_object_or_404(QuizQuestion, pk=question_id)
    actions.retire_question(actor=request.user, question=found)
    messages.success(request, _("Question retired. It isn't asked any more."))
    return go(request, reverse("training:quiz", args=[found.quiz_id]))


@require_POST
@only_if(permissions.can_keep_quizzes)
def restore_question(request: UserRequest, question_id: int) -> HttpResponseBase:
    found = get_object_or_404(QuizQuestion, pk=question_id)
    actions.restore_question(actor=request.user, question=found)
    messages.success(request, _("Question is back. It can be asked again."))
    return go(request, reverse("training:quiz", args=[found.quiz_id]))


def _texts(form: QuizQuestionForm) -> actions.QuestionTexts:
    told = form.cleaned_data
    return actions.QuestionTexts(
        text=told["text"],
        kind=told["kind"],
        explanation=told["explanation"],
        options=form.options,
        script_id=told["script_id"],
    )


def _editor(
    request: UserRequest, form: QuizQuestionForm, quiz: Quiz, *, heading: str, context: dict[str, Any] | None = None
) -> HttpResponse:
    back = reverse("training:quiz", args=[quiz.pk])
    return form_page(
        request,
        form,
        heading=heading,
        button=_("Save question"),
        back=back,
        above=Link(quiz.title, back),
        effects=_effects(context["effect"]) if context else (),
        template="training/question.html",
        context=context,
    )


def _effects(effect: CorrectionEffect) -> list[str]:
    """What a correction would do, in sentences."""
    affected = ngettext(
        "%(count)d person has answered this question, and you changed the right answer or its wording.",
        "%(count)d people have answered this question, and you changed the right answer or its wording.",
        effect.affected,
    )
    raised = ngettext(
        "Recounting raises %(count)d answer to right. No result goes down.",
        "Recounting raises %(count)d answers to right. No result goes down.",
        effect.raised,
    )
    passed = ngettext(
        "After that, %(count)d more attempt is passed.", "After that, %(count)d more attempts are passed.", effect.newly_passed
    )
    return [
        affected % {"count": effect.affected},
        raised % {"count": effect.raised},
        passed % {"count": effect.newly_passed},
    ]
