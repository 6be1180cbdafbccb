"""Rehearsals of a role play. Lock order: the refresher, then the rehearsal."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import record, require_open
from people.actions import notify, settle
from people.identity import User
from scripts_library.queries import current_versions
from training.actions.progress import locked_state
from training.lifecycle import REHEARSAL_LIFECYCLE, NotPossibleInTraining, RehearsalStep
from training.models import BehaviourScore, Refresher, RefresherItem, Rehearsal
from training.queries.observers import possible_observers
from training.verbs import RefresherVerb


class NotAnObserver(Refused):
    """The person can't observe this rehearsal."""


class SheetIncomplete(Refused):
    """The sheet lacks a score, or was changed in the meantime."""


class ScriptChanged(Refused):
    """Another script version is live than the one that the observer saw."""


@transaction.atomic
def ask_observer(*, actor: User, item: RefresherItem, observer_id: int) -> Rehearsal:
    """Ask a colleague to play the customer and observe. The colleague is told."""
    state = locked_state(item, actor.person_id)
    if state.item.role_play_id is None or state.version is None:
        raise NotPossibleInTraining(_("This can't be rehearsed now, because its script isn't live."))
    if observer_id not in possible_observers(state.item.refresher, actor.person_id):
        raise NotAnObserver(_("This person can't observe you. Choose a colleague from the team or a trainer."))
    if Rehearsal.objects.filter(item=item, player=actor.person_id, state=Rehearsal.State.ASKED).exists():
        raise NotPossibleInTraining(_("You've already asked a colleague. Cancel that rehearsal to ask another one."))
    asked = Rehearsal.objects.create(
        role_play_id=state.item.role_play_id,
        item=state.item,
        player_id=actor.person_id,
        observer_id=observer_id,
        asked_at=clock.now(),
    )
    words = {"name": str(actor.person), "title": state.item.title}
    _notify(asked, observer_id, "asked", _("%(name)s asks you to observe the role play “%(title)s”.") % words)
    return asked


@transaction.atomic
def decide_rehearsal(
    *, actor: User, rehearsal: Rehearsal, version_id: int, scores: Mapping[int, int], notes: str, signs_off: bool
) -> Rehearsal:
    """Score the behaviours, and sign the rehearsal off for the live script version or ask to repeat it. The player is told.

    `scores` are the chosen anchors by behaviour id, 1 for the lowest. `version_id` is the version that the observer saw.
    """
    decided = _locked(rehearsal)
    if actor.person_id != decided.observer_id or actor.person_id == decided.player_id:
        raise PermissionDenied
    step = RehearsalStep.SIGN_OFF if signs_off else RehearsalStep.REPEAT
    REHEARSAL_LIFECYCLE.check(decided, step)
    version = current_versions([decided.role_play.script_id]).get(decided.role_play.script_id)
    if version is None or version.version_id != version_id:
        raise ScriptChanged(_("The script has changed since you opened this page. Read the new version, then decide."))
    behaviours = {behaviour.pk: behaviour for behaviour in decided.role_play.behaviours.all()}
    if scores.keys() != behaviours.keys() or not all(1 <= score <= len(behaviours[pk].anchors) for pk, score in scores.items()):
        raise SheetIncomplete(_("Choose one description for each behaviour. If the sheet has changed, reload the page."))
    BehaviourScore.objects.bulk_create(
        BehaviourScore(
            rehearsal=decided,
            name=behaviour.name,
            rating=scores[pk],
            out_of=len(behaviour.anchors),
            anchor=behaviour.anchors[scores[pk] - 1],
        )
        for pk, behaviour in behaviours.items()
    )
    REHEARSAL_LIFECYCLE.move(decided, step)
    decided.script_version_id, decided.notes, decided.finished_at = version.version_id, notes, clock.now()
    decided.save(update_fields=["state", "script_version", "notes", "finished_at"])
    settle(person_id=decided.observer_id, keys=[_key(decided, "asked")])
    texts, data = {"item": decided.item.title}, {"version": version.number}
    if signs_off:
        record(decided.item.refresher.journal, RefresherVerb.SIGNED_OFF, actor=actor, subject=decided, texts=texts, data=data)
    text = _("Your rehearsal of “%(title)s” is signed off.") if signs_off else _("Please rehearse “%(title)s” once more.")
    _notify(decided, decided.player_id, "decided", text % {"title": decided.item.title})
    return decided


@transaction.atomic
def cancel_rehearsal(*, actor: User, rehearsal: Rehearsal) -> None:
    """Cancel a rehearsal that the observer hasn't decided, as one of the two."""
    cancelled = _locked(rehearsal)
    if actor.person_id not in {cancelled.player_id, cancelled.observer_id}:
        raise PermissionDenied
    REHEARSAL_LIFECYCLE.move(cancelled, RehearsalStep.CANCEL)
    cancelled.finished_at = clock.now()
    cancelled.save(update_fields=["state", "finished_at"])
    settle(person_id=cancelled.observer_id, keys=[_key(cancelled, "asked")])
    other = cancelled.observer_id if actor.person_id == cancelled.player_id else cancelled.player_id
    words = {"name": str(actor.person), "title": cancelled.item.title}
    _notify(cancelled, other, "cancelled", _("%(name)s cancelled the rehearsal of “%(title)s”.") % words)


def _locked(rehearsal: Rehearsal) -> Rehearsal:
    """The locked rehearsal of a published refresher."""
    refreshers = Refresher.objects.select_for_update(of=("self",), no_key=True).select_related("journal")
    refresher = refreshers.get(items=rehearsal.item_id)
    if refresher.state != Refresher.State.PUBLISHED:
        raise NotPossibleInTraining(_("This refresher isn't open any more."))
    require_open(refresher.journal)
    rows = Rehearsal.objects.select_for_update(of=("self",)).select_related("role_play", "item__refresher__journal")
    return rows.get(pk=rehearsal.pk)


def _key(rehearsal: Rehearsal, what: str) -> str:
    return f"rehearsal:{rehearsal.pk}:{what}"


def _notify(rehearsal: Rehearsal, person_id: int, what: str, text: str) -> None:
    notify(
        person_id=person_id,
        key=_key(rehearsal, what),
        text=text,
        url=reverse("training:rehearsal", args=[rehearsal.pk]),
        journal=rehearsal.item.refresher.journal,
    )
