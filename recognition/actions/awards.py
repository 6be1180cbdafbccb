"""Nominating, deciding and issuing. The lock order is award, budget, journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import house_journal, record
from people.actions import notify
from people.identity import Role, User
from people.queries.organisation import today
from people.queries.roles import agent_ids, holders_of
from people.queries.team_leaders import leaders_of
from recognition import permissions
from recognition.lifecycle import LIFECYCLE, Step
from recognition.models import Award, AwardType, Budget, Discretion, Evidence, LedgerEntry
from recognition.verbs import Verb

if TYPE_CHECKING:
    from journal.models import Journal


class NotNominable(Refused):
    """The person can't be nominated, or not for this award and amount."""


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """Evidence for a nomination: a text, and optionally a record such as (`quality.Review`, 12)."""

    text: str
    subject_type: str = ""
    subject_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Funding:
    """The budget that pays for an award. None if it is free or part of a drill."""

    budget: Budget | None


@transaction.atomic
def nominate(
    *,
    actor: User,
    journal: "Journal",
    nominee_id: int,
    type_id: int,
    amount: Decimal | None = None,
    reason: str,
    evidence: Sequence[EvidenceLink] = (),
) -> Award:
    """Nominate a colleague for an award, for work in a case (its journal) or everyday work (the organisation's journal)."""
    if not permissions.can_nominate(actor):
        raise PermissionDenied
    if nominee_id == actor.person_id:
        raise NotNominable(_("You can't nominate yourself. Tell a colleague what you did, so that they can nominate you."))
    if nominee_id not in agent_ids():
        raise NotNominable(_("You can only nominate agents who work here. Choose someone from the list."))
    kind = AwardType.objects.offered().filter(pk=type_id).first()
    if kind is None or not kind.fits(amount):
        raise NotNominable(
            _("This award isn't available with this amount. Choose an award, and enter an amount only if it has a unit.")
        )
    award = Award.objects.create(
        journal=journal,
        type=kind,
        nominee_id=nominee_id,
        nominator_id=actor.person_id,
        amount=amount,
        reason=reason,
        nominated_at=clock.now(),
    )
    Evidence.objects.bulk_create(
        Evidence(award=award, text=link.text, subject_type=link.subject_type, subject_id=link.subject_id) for link in evidence
    )
    _record(Verb.AWARD_NOMINATED, award, actor=actor)
    _ask_for_decision(award)
    return award


@transaction.atomic
def approve(*, actor: User, award: Award) -> Award:
    """Approve a nomination. The award is issued at once if it is free or there is enough budget, else later by
    `issue_approved`. Awards of a drill are issued at once and spend nothing.
    """
    locked = _decidable(actor, award, Step.APPROVE)
    LIFECYCLE.move(locked, Step.APPROVE)
    locked.decided_by_id, locked.decided_at = actor.person_id, clock.now()
    locked.save(update_fields=["state", "decided_by", "decided_at"])
    funding = _fund(locked)
    _record(Verb.AWARD_APPROVED, locked, actor=actor)
    if funding is not None:
        _issue(locked, funding)
    return locked


@transaction.atomic
def decline(*, actor: User, award: Award, reason: str) -> Award:
    """Decline a nomination. Only the nominator is told, with the reason."""
    locked = _decidable(actor, award, Step.DECLINE)
    LIFECYCLE.move(locked, Step.DECLINE)
    locked.decided_by_id, locked.decided_at, locked.decline_reason = actor.person_id, clock.now(), reason
    locked.save(update_fields=["state", "decided_by", "decided_at", "decline_reason"])
    _record(Verb.AWARD_DECLINED, locked, actor=actor)
    text = _("Your nomination of %(nominee)s was declined: %(reason)s") % {"nominee": locked.nominee, "reason": reason}
    _tell(locked.nominator_id, locked, "declined", text)
    return locked


@transaction.atomic
def cancel(*, actor: User, award: Award) -> Award:
    """Withdraw the actor's own nomination while it is undecided."""
    if not permissions.can_cancel_award(actor, award):
        raise PermissionDenied
    locked = _locked(award, Step.CANCEL)
    LIFECYCLE.move(locked, Step.CANCEL)
    locked.decided_at = clock.now()
    locked.save(update_fields=["state", "decided_at"])
    _record(Verb.AWARD_CANCELLED, locked, actor=actor)
    return locked


@transaction.atomic
def issue_approved() -> int:
    """Issue approved awards with enough budget, oldest decision first. Part of the tick."""
    waiting = Award.objects.filter(state=Award.State.APPROVED).order_by("decided_at", "pk")
    # Locked awards are skipped, because the other transaction is about to issue them.
    locked = waiting.select_for_update(of=("self",), skip_locked=True).select_related("type", "nominee")
    funded = [(award, funding) for award in locked if (funding := _fund(award)) is not None]
    for award, funding in funded:
        _issue(award, funding)
    return len(funded)


@transaction.atomic
def set_discretion(*, actor: User, is_shown: bool) -> None:
    """Set whether the actor's awards are on the wall."""
    if is_shown:
        changed = Discretion.objects.filter(person=actor.person_id).delete()[0] > 0
    else:
        changed = Discretion.objects.get_or_create(person_id=actor.person_id)[1]
    if changed:
        record(house_journal(), Verb.DISCRETION_CHANGED, actor=actor, subject=actor.person, data={"is_shown": is_shown})


def _decidable(actor: User, award: Award, step: Step) -> Award:
    if not permissions.can_approve_award(actor, award):
        raise PermissionDenied
    return _locked(award, step)


def _locked(award: Award, step: Step) -> Award:
    locked = Award.objects.select_for_update(of=("self",)).select_related("type", "nominee").get(pk=award.pk)
    LIFECYCLE.check(locked, step)
    return locked


def _fund(award: Award) -> _Funding | None:
    """Spend the award's amount from today's budget. None if there is no budget or not enough left."""
    if award.amount is None or award.journal.is_drill:
        return _Funding(budget=None)
    budget = Budget.objects.select_for_update(of=("self",)).filter(type=award.type_id).covering(today()).first()
    if budget is None or budget.left < award.amount:
        return None
    budget.spent += award.amount
    budget.save(update_fields=["spent"])
    return _Funding(budget=budget)


def _issue(award: Award, funding: _Funding) -> None:
    LIFECYCLE.move(award, Step.ISSUE)
    award.issued_at = clock.now()
    award.save(update_fields=["state", "issued_at"])
    if not award.journal.is_drill:
        LedgerEntry.objects.create(
            award=award,
            person_id=award.nominee_id,
            type=award.type,
            budget=funding.budget,
            amount=award.amount,
            issued_on=today(),
            issued_at=award.issued_at,
        )
    # A whole team reads this record, so it does not name people who keep their awards off the wall.
    is_shown = not Discretion.objects.filter(person=award.nominee_id).exists()
    _record(
        Verb.AWARD_ISSUED,
        award,
        actor=None,
        texts={
            "nominee": award.nominee.display_name if is_shown else _("A colleague"),
            "reason": award.reason if is_shown else "",
        },
    )
    text = _("You received an award: %(award)s. %(reason)s") % {"award": award.type, "reason": award.reason}
    _tell(award.nominee_id, award, "issued", text)
    text = _("%(nominee)s received the award you nominated them for: %(award)s.") % {
        "nominee": award.nominee,
        "award": award.type,
    }
    _tell(award.nominator_id, award, "issued", text)


def _tell(person_id: int, award: Award, what: str, text: str) -> None:
    url = reverse("recognition:mine")
    notify(person_id=person_id, key=f"award:{award.pk}:{what}", text=text, url=url, journal=award.journal)


def _ask_for_decision(award: Award) -> None:
    """Notify the people who may decide: the nominee's leaders, or all supervisors if there is no other leader."""
    concerned = {award.nominee_id, award.nominator_id}
    deciders = leaders_of([award.nominee_id]).get(award.nominee_id, set()) - concerned
    for person_id in deciders or holders_of(Role.SUPERVISOR).keys() - concerned:
        notify(
            person_id=person_id,
            key=f"award:{award.pk}:decide",
            text=_("%(nominee)s was nominated for an award: %(award)s.") % {"nominee": award.nominee, "award": award.type},
            url=reverse("recognition:decide", args=[award.pk]),
            journal=award.journal,
        )


def _record(verb: Verb, award: Award, *, actor: User | None, texts: dict[str, str] | None = None) -> None:
    data = {"nominee": award.nominee_id, "type": award.type_id, "amount": None if award.amount is None else str(award.amount)}
    record(
        award.journal,
        verb,
        actor=actor,
        subject=award,
        data=data,
        texts={"award": award.type.name, **(texts or {})},
        # Nominations can be decided and issued after the journal is closed.
        follows_through=verb != Verb.AWARD_NOMINATED,
    )
