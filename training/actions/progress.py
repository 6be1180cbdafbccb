"""What people have done of a refresher. Not journalled: it's between them and their trainer."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import require_open
from people.identity import User
from scripts_library.queries import read_times
from training import permissions
from training.actions.attempts import settle_by_conversation
from training.contact import contacts_of
from training.lifecycle import NotPossibleInTraining
from training.models import ItemDone, Refresher, RefresherItem
from training.queries.item_states import ItemState, states_of
from training.trainees import trainees_of

Kind = RefresherItem.Kind


class NotDoneHere(Refused):
    """The item is done on another page, or something is missing before it."""


@transaction.atomic
def do_item(*, actor: User, item: RefresherItem, contact_id: int | None = None) -> None:
    """Record that the actor has done an item: a task, an example, the support contact, or a script read again. Idempotent."""
    state = locked_state(item, actor.person_id)
    if state.is_done:
        return
    version_id = state.version.version_id if state.version else None
    if state.item.kind == Kind.CONTACT:
        if contact_id not in {contact.id for contact in contacts_of(state.item.refresher.journal_id)}:
            raise NotDoneHere(_("The support contacts have changed. Reload the page and choose one of them."))
    elif state.item.kind == Kind.READ:
        if version_id is None or (version_id, actor.person_id) not in read_times([version_id], [actor.person_id]):
            raise NotDoneHere(_("Open the script and confirm there that you've read it."))
    elif state.item.kind not in {Kind.EXAMPLE, Kind.FREE}:
        raise NotDoneHere(_("You can't tick this item. Take the quiz or rehearse the role play."))
    _keep(state.item, actor.person_id, contact_id=contact_id, script_version_id=version_id)


@transaction.atomic
def record_conversation(*, actor: User, item: RefresherItem, person_id: int) -> None:
    """Record the trainer's conversation with a person who failed the quiz twice. It takes the place of the quiz."""
    if not permissions.can_train(actor) or actor.person_id == person_id:
        raise PermissionDenied
    if item.quiz is None:
        raise NotPossibleInTraining(_("This item isn't a quiz."))
    settle_by_conversation(actor=actor, quiz=item.quiz, person_id=person_id)


def locked_state(item: RefresherItem, person_id: int) -> ItemState:
    """The item's state for a trainee, with its refresher locked. Refused unless the refresher is published."""
    refresher = (
        Refresher.objects.select_for_update(of=("self",), no_key=True).select_related("journal").get(pk=item.refresher_id)
    )
    if person_id not in trainees_of(refresher.journal_id).person_ids:
        raise PermissionDenied
    if refresher.state != Refresher.State.PUBLISHED:
        raise NotPossibleInTraining(_("This refresher isn't open any more."))
    require_open(refresher.journal)
    states = {state.item.pk: state for state in states_of(refresher, [person_id])[person_id]}
    if item.pk not in states:
        raise NotPossibleInTraining(_("This item was removed from the refresher."))
    return states[item.pk]


def _keep(
    item: RefresherItem,
    person_id: int,
    *,
    contact_id: int | None = None,
    script_version_id: int | None = None,
) -> None:
    values = {"contact_id": contact_id, "script_version_id": script_version_id}
    ItemDone.objects.update_or_create(item=item, person_id=person_id, defaults={"done_at": clock.now(), **values})
