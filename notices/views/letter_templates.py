"""Pages of the wording of e-mails, with a preview."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import go, invalid, page
from notices import actions
from notices.emails.text import Message, compose
from notices.forms.letter_templates import LetterTemplateForm
from notices.letter_wording import PLACEHOLDERS, Wording, reveals_text
from notices.permissions import can_edit_templates
from notices.queries.letter_templates import TopicWording, topic_wording, topic_wordings
from notices.tables.emails import LetterTemplatesTable
from notices.topics import Topic, topic_named
from people.http import UserRequest, only_if
from people.queries.organisation import organisation


@require_safe
@only_if(can_edit_templates)
def templates(request: UserRequest) -> HttpResponseBase:
    """All topics, with who changed the wording of their e-mails."""
    table = LetterTemplatesTable(topic_wordings(), request)
    if table.is_download:
        return table.download()
    return page(request, "notices/templates.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_edit_templates)
def template(request: UserRequest, name: str) -> HttpResponseBase:
    """Wording of a topic's e-mails. A POST with `preview` only shows the preview."""
    found = topic_wording(_topic(name))
    initial = {"subject": found.wording.subject, "body": found.wording.body, "version": found.wording.version}
    form = LetterTemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    is_saving = form.is_bound and "preview" not in request.POST
    if is_saving and form.is_valid() and _is_saved(request, found.topic, form):
        messages.success(request, _("The text is saved."))
        return go(request, reverse("notices:templates"))
    answer = invalid if is_saving else page
    context = {"form": form, "found": found, **_preview(found, form)}
    return answer(request, "notices/template.html", context, fragment="notices/_template_preview.html")


@require_POST
@only_if(can_edit_templates)
def template_reset(request: UserRequest, name: str) -> HttpResponseBase:
    topic = _topic(name)
    actions.reset_template(actor=request.user, topic=topic, seen=request.POST.get("version", ""))
    messages.success(request, _("E-mails about “%(topic)s” have the default text again.") % {"topic": topic.title})
    return go(request, reverse("notices:template", args=[topic.name]))


def _topic(name: str) -> Topic:
    topic = topic_named(name)
    if topic is None or topic.is_mailed_elsewhere:
        raise Http404
    return topic


def _is_saved(request: UserRequest, topic: Topic, form: LetterTemplateForm) -> bool:
    try:
        actions.save_template(actor=request.user, topic=topic, wording=form.wording, seen=form.cleaned_data["version"])
    except actions.WordingChanged as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _preview(found: TopicWording, form: LetterTemplateForm) -> dict[str, Any]:
    """The e-mail about the topic's example, alone and together with another message. None if the form has errors."""
    is_short = settings.NOTICES_SHORT_SUBJECTS
    shown = {"placeholders": PLACEHOLDERS.items(), "is_subject_replaced": is_short and reveals_text(found.wording.subject)}
    if form.is_bound and form.wrong:
        return shown
    wording: Wording = form.wording if form.is_bound else found.wording
    message = Message(found.topic, str(found.topic.example), wording=wording)
    name = organisation().name
    return {
        **shown,
        "alone": compose([message], is_short=is_short, organisation=name),
        "together": compose([message, message], is_short=is_short, organisation=name),
    }
