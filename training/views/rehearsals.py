"""Pages of rehearsals, for player, observer and trainers."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import go, invalid, page
from people.http import UserRequest
from people.tabs import tabs_for
from scripts_library.queries import current_versions
from training import actions
from training.forms import SheetForm
from training.models import Rehearsal
from training.tabs import TRAINING_TABS


@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal(request: UserRequest, rehearsal_id: int) -> HttpResponse | HttpResponseBase:
    """The observer's sheet while the rehearsal is open, and its result afterwards."""
    found = _rehearsal_of(request, rehearsal_id)
    script_id = found.role_play.script_id
    version = current_versions([script_id]).get(script_id)
    behaviours = list(found.role_play.behaviours.all())
    seen = {"version_id": version.version_id if version else None}
    form = SheetForm(request.POST or None, behaviours=behaviours, initial=seen)
    if request.method == "POST" and form.is_valid():
        signs_off = request.POST.get("decision") == "sign-off"
        given = {"notes": form.cleaned_data["notes"], "version_id": form.cleaned_data["version_id"]}
        actions.decide_rehearsal(actor=request.user, rehearsal=found, scores=form.scores, signs_off=signs_off, **given)
        messages.success(request, _("Signed off.") if signs_off else _("Your colleague is asked to rehearse once more."))
        return go(request, reverse("training:rehearsal", args=[found.pk]))
    is_open = found.state == Rehearsal.State.ASKED
    context = {
        "tabs": tabs_for(request, TRAINING_TABS),
        "rehearsal": found,
        "role_play": found.role_play,
        "version": version,
        "scores": list(found.scores.all()),
        "form": form,
        "observes": is_open and found.observer_id == request.user.person_id,
        "takes_part": is_open and request.user.person_id in {found.observer_id, found.player_id},
    }
    return (invalid if form.is_bound else page)(request, "training/rehearsal.html", context)


@require_POST
def cancel(request: UserRequest, rehearsal_id: int) -> HttpResponseBase:
    found = _rehearsal_of(request, rehearsal_id)
    actions.cancel_rehearsal(actor=request.user, rehearsal=found)
    messages.success(request, _("Rehearsal cancelled. The other one is told."))
    return go(request, reverse("training:mine"))


def _rehearsal_of(request: UserRequest, rehearsal_id: int) -> Rehearsal:
    seen = Rehearsal.objects.visible_to(request.user)
    rows = seen.select_related("role_play", "player", "observer", "script_version", "item__refresher")
    return get_object_or_404(rows, pk=rehearsal_id)
