"""Pages of the harmful phrases."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import Link, form_page, go, invalid, page
from core.refusals import Refused
from people.http import UserRequest, roles_only
from people.identity import Role
from scripts_library import actions
from scripts_library.forms import PhraseForm
from scripts_library.models import HarmfulPhrase
from scripts_library.tables import PhrasesTable


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def phrases(request: UserRequest) -> HttpResponseBase:
    """The list, with a form for a new phrase."""
    form = PhraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_phrase(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("phrase", str(refusal))
        else:
            messages.success(request, _("Phrase added. The editor highlights it from now on."))
            return go(request, reverse("scripts_library:phrases"))
    table = PhrasesTable(HarmfulPhrase.objects.all(), request)
    if table.is_download:
        return table.download()
    answer = invalid if form.is_bound else page
    return answer(request, "scripts_library/phrases.html", {"form": form, "table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def phrase(request: UserRequest, phrase_id: int) -> HttpResponseBase:
    """One entry of the list."""
    found = get_object_or_404(HarmfulPhrase, pk=phrase_id)
    form = PhraseForm(request.POST or None, initial={"phrase": found.phrase, "better": found.better})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_phrase(actor=request.user, phrase_id=found.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("phrase", str(refusal))
        else:
            messages.success(request, _("Phrase saved."))
            return go(request, reverse("scripts_library:phrases"))
    back = reverse("scripts_library:phrases")
    above = Link(_("Harmful phrases"), back)
    heading = _("Edit “%(phrase)s”") % {"phrase": found.phrase}
    return form_page(request, form, heading=heading, button=_("Save phrase"), back=back, above=above)


@require_POST
@roles_only(Role.SUPERVISOR)
def remove_phrase(request: UserRequest, phrase_id: int) -> HttpResponseBase:
    actions.remove_phrase(actor=request.user, phrase_id=phrase_id)
    messages.success(request, _("Phrase removed."))
    return go(request, reverse("scripts_library:phrases"))
