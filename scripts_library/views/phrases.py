"""Pages of the rules about harmful phrases."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import Link, form_page, go, invalid, page
from core.refusals import Refused
from people.http import UserRequest, roles_only
from scripts_library import actions, queries
from scripts_library.forms import PhraseForm, TrialForm
from scripts_library.models import PhraseRule
from scripts_library.permissions import PHRASE_KEEPERS
from scripts_library.tables import PhrasesTable


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*PHRASE_KEEPERS)
def phrases(request: UserRequest) -> HttpResponseBase:
    """The list, with a form for a new rule and one to try them."""
    form = PhraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_phrase(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("pattern", str(refusal))
        else:
            messages.success(request, _("Phrase added. The editor highlights it from now on."))
            return go(request, reverse("scripts_library:phrases"))
    table = PhrasesTable(PhraseRule.objects.all(), request)
    if table.is_download:
        return table.download()
    answer = invalid if form.is_bound else page
    return answer(request, "scripts_library/phrases.html", {"form": form, "table": table, "trial": TrialForm()})


@require_POST
@roles_only(*PHRASE_KEEPERS)
def try_phrases(request: UserRequest) -> HttpResponse:
    """A sentence with the phrases that the rules mark. Changes nothing; a POST keeps the sentence out of logs of addresses."""
    trial = TrialForm(request.POST)
    sentence = trial.cleaned_data["sentence"] if trial.is_valid() else ""
    context = {"trial": trial, "sentence": sentence, "remarked": queries.remarks_on_sentence(sentence)}
    return page(request, "scripts_library/try_phrases.html", context, fragment="scripts_library/_tried.html")


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*PHRASE_KEEPERS)
def phrase(request: UserRequest, phrase_id: int) -> HttpResponseBase:
    """One rule."""
    found = get_object_or_404(PhraseRule, pk=phrase_id)
    first = {name: getattr(found, name) for name in PhraseForm.base_fields}
    form = PhraseForm(request.POST or None, initial={**first, "fine_in": "\n".join(found.fine_in)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_phrase(actor=request.user, phrase_id=found.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("pattern", str(refusal))
        else:
            messages.success(request, _("Phrase saved."))
            return go(request, reverse("scripts_library:phrases"))
    back = reverse("scripts_library:phrases")
    above = Link(_("Harmful phrases"), back)
    heading = _("Edit “%(phrase)s”") % {"phrase": found.pattern}
    return form_page(request, form, heading=heading, button=_("Save phrase"), back=back, above=above)


@require_POST
@roles_only(*PHRASE_KEEPERS)
def remove_phrase(request: UserRequest, phrase_id: int) -> HttpResponseBase:
    actions.remove_phrase(actor=request.user, phrase_id=phrase_id)
    messages.success(request, _("Phrase removed."))
    return go(request, reverse("scripts_library:phrases"))
