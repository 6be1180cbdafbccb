from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import StyledForm
from core.pages import Link, form_page, go, page
from people.http import UserRequest, roles_only
from people.identity import Role
from people.tabs import tabs_for
from quality import actions, permissions
from quality.forms import ModeForm, QuestionForm, SectionForm
from quality.models import Question, Scorecard, ScorecardVersion, Section
from quality.queries.scorecards import scorecard_page
from quality.tabs import TABS


@require_safe
@roles_only(Role.SUPERVISOR, Role.REVIEWER, Role.AGENT)
def scorecard(request: UserRequest) -> HttpResponse:
    """The scorecard version in use, and the draft if there is one."""
    shown = scorecard_page()
    context: dict[str, Any] = {
        "tabs": tabs_for(request, TABS),
        "shown": shown,
        "can_edit": permissions.can_edit_scorecards(request.user),
    }
    if shown.draft is not None:
        context["mode_form"] = ModeForm(initial={"mode": shown.draft.mode})
    return page(request, "quality/scorecard.html", context)


@require_POST
@roles_only(Role.SUPERVISOR)
def create_default(request: UserRequest) -> HttpResponseBase:
    actions.create_default_scorecard(actor=request.user)
    messages.success(request, _("Scorecard published. To change it, create a draft."))
    return _back(request)


@require_POST
@roles_only(Role.SUPERVISOR)
def start_draft(request: UserRequest, scorecard_id: int) -> HttpResponseBase:
    actions.start_draft(actor=request.user, scorecard=get_object_or_404(Scorecard, pk=scorecard_id))
    messages.success(request, _("Draft created. The published version stays in use until you publish this one."))
    return _back(request)


@require_POST
@roles_only(Role.SUPERVISOR)
def publish(request: UserRequest, version_id: int) -> HttpResponseBase:
    actions.publish_version(actor=request.user, version=get_object_or_404(ScorecardVersion, pk=version_id))
    messages.success(request, _("Version published. New reviews will use it."))
    return _back(request)


@require_POST
@roles_only(Role.SUPERVISOR)
def mode(request: UserRequest, version_id: int) -> HttpResponseBase:
    version = get_object_or_404(ScorecardVersion, pk=version_id)
    form = ModeForm(request.POST)
    if not form.is_valid():
        return _editor(request, form, _("Scoring method"), version.scorecard.name)
    actions.set_mode(actor=request.user, version=version, mode=form.cleaned_data["mode"])
    messages.success(request, _("Scoring method saved."))
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def add_section(request: UserRequest, version_id: int) -> HttpResponseBase:
    version = get_object_or_404(ScorecardVersion, pk=version_id)
    return _edit_section(request, version, None)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def section(request: UserRequest, section_id: int) -> HttpResponseBase:
    found = get_object_or_404(Section.objects.select_related("version"), pk=section_id)
    return _edit_section(request, found.version, found)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def add_question(request: UserRequest, section_id: int) -> HttpResponseBase:
    return _edit_question(request, get_object_or_404(Section, pk=section_id), None)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def question(request: UserRequest, question_id: int) -> HttpResponseBase:
    found = get_object_or_404(Question.objects.select_related("section"), pk=question_id)
    return _edit_question(request, found.section, found)


@require_POST
@roles_only(Role.SUPERVISOR)
def remove_section(request: UserRequest, section_id: int) -> HttpResponseBase:
    actions.remove_section(actor=request.user, section=get_object_or_404(Section, pk=section_id))
    messages.success(request, _("Section removed from the draft."))
    return _back(request)


@require_POST
@roles_only(Role.SUPERVISOR)
def remove_question(request: UserRequest, question_id: int) -> HttpResponseBase:
    found = get_object_or_404(Question.objects.select_related("section"), pk=question_id)
    actions.remove_question(actor=request.user, question=found)
    messages.success(request, _("Question removed from the draft."))
    return _back(request)


def _edit_section(request: UserRequest, version: ScorecardVersion, found: Section | None) -> HttpResponseBase:
    form = SectionForm(request.POST or None, initial=model_to_dict(found) if found else {})
    if request.method == "POST" and form.is_valid():
        actions.save_section(actor=request.user, version=version, section=found, **form.cleaned_data)
        return _back(request)
    if found is None:
        return _editor(request, form, _("Add section"), version.scorecard.name)
    count = found.questions.count()
    removal = ngettext(
        "This removes the section and its %(count)d question from the draft. The scorecard in use stays the same.",
        "This removes the section and its %(count)d questions from the draft. The scorecard in use stays the same.",
        count,
    )
    remove = Link(removal % {"count": count}, reverse("quality:remove_section", args=[found.pk]))
    return _editor(request, form, _("Edit section"), found.title, remove)


def _edit_question(request: UserRequest, section: Section, found: Question | None) -> HttpResponseBase:
    form = QuestionForm(request.POST or None, initial=model_to_dict(found) if found else {})
    if request.method == "POST" and form.is_valid():
        actions.save_question(actor=request.user, section=section, question=found, **form.cleaned_data)
        return _back(request)
    if found is None:
        return _editor(request, form, _("Add question"), section.title)
    removal = _("This removes the question from the draft. The scorecard in use stays the same.")
    remove = Link(removal, reverse("quality:remove_question", args=[found.pk]))
    return _editor(request, form, _("Edit question"), found.text, remove)


def _editor(request: UserRequest, form: StyledForm, title: str, above: str, remove: Link | None = None) -> HttpResponse:
    """Form page for part of the draft. `above` names the part, or the one that it is added to. `remove` describes the effect of
    removing it, and its URL takes the POST.
    """
    return form_page(
        request,
        form,
        heading=title,
        button=_("Save to draft"),
        back=reverse("quality:scorecard"),
        above=above,
        template="quality/edit.html",
        context={"remove": remove, "tabs": tabs_for(request, TABS)},
    )


def _back(request: UserRequest) -> HttpResponseBase:
    return go(request, reverse("quality:scorecard"))
