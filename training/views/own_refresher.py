"""Pages of trainees: their refresher and its items."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import LONGEST_ID
from core.pages import go, invalid, page
from people.http import UserRequest, only_if
from people.queries.organisation import today
from people.tabs import tabs_for
from scripts_library.queries import read_times
from training import actions, permissions
from training.contact import contacts_of
from training.forms import ObserverForm
from training.models import RefresherItem, Rehearsal
from training.queries.item_states import ItemState
from training.queries.observers import possible_observers
from training.queries.refreshers import OwnRefresher, own_item, own_refreshers, rehearsals_of, rehearsals_to_observe
from training.tabs import TRAINING_TABS

Kind = RefresherItem.Kind


@require_safe
@only_if(permissions.has_own_training)
def mine(request: UserRequest) -> HttpResponse:
    """The user's refreshers, and the rehearsals that they observe."""
    context = {
        "tabs": tabs_for(request, TRAINING_TABS),
        "refreshers": [(own, own.is_overdue(today())) for own in own_refreshers(request.user)],
        "observing": rehearsals_to_observe(request.user),
    }
    return page(request, "training/mine.html", context)


@require_safe
def item(request: UserRequest, item_id: int) -> HttpResponse:
    """An item of the user's refresher, with what there is to do."""
    own, state = _own(request, item_id)
    return page(request, "training/item.html", _context(request, own, state))


@require_POST
def done(request: UserRequest, item_id: int) -> HttpResponseBase:
    """Tick an item, and go on with the next."""
    _refresher, state = _own(request, item_id)
    contact = request.POST.get("contact", "")
    contact_id = int(contact) if contact.isdecimal() and len(contact) <= LONGEST_ID else None
    actions.do_item(actor=request.user, item=state.item, contact_id=contact_id)
    messages.success(request, _("Done: “%(title)s”.") % {"title": state.item.title})
    return go(request, reverse("training:mine"))


@require_http_methods(["POST"])
def rehearse(request: UserRequest, item_id: int) -> HttpResponseBase:
    """Ask a colleague to observe a role play."""
    own, state = _own(request, item_id)
    form = ObserverForm(request.POST, people=possible_observers(own.refresher, request.user.person_id), item_id=item_id)
    if not form.is_valid():
        return invalid(request, "training/item.html", _context(request, own, state, form))
    actions.ask_observer(actor=request.user, item=state.item, **form.cleaned_data)
    messages.success(request, _("Your colleague is told. Agree on a time and rehearse."))
    return go(request, reverse("training:item", args=[item_id]))


def _own(request: UserRequest, item_id: int) -> tuple[OwnRefresher, ItemState]:
    found = own_item(request.user, item_id)
    if found is None:
        raise Http404
    return found


def _context(request: UserRequest, own: OwnRefresher, state: ItemState, form: ObserverForm | None = None) -> dict[str, Any]:
    """What the page of an item shows, by its kind."""
    item_, person_id = state.item, request.user.person_id
    context: dict[str, Any] = {"tabs": tabs_for(request, TRAINING_TABS), "own": own, "state": state, "item": item_}
    if item_.kind == Kind.CONTACT:
        context["contacts"] = contacts_of(own.refresher.journal_id)
    elif item_.kind == Kind.READ and state.version is not None:
        context["has_read"] = bool(read_times([state.version.version_id], [person_id]))
    elif item_.role_play is not None:
        rehearsals = rehearsals_of(item_, person_id)
        people = possible_observers(own.refresher, person_id)
        context |= {
            "role_play": item_.role_play,
            "behaviours": list(item_.role_play.behaviours.all()),
            "rehearsals": rehearsals,
            "is_asked": any(each.state == Rehearsal.State.ASKED for each in rehearsals),
            "form": form or ObserverForm(people=people, item_id=item_.pk),
        }
    return context
