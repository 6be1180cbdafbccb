"""Queries on awards. Other rooms use these and never import the models."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from core.version_tokens import Rows
from people.identity import User
from people.queries.organisation import today
from people.queries.persons import names
from people.queries.roles import agent_ids
from recognition import permissions
from recognition.models import Award, AwardQuerySet, AwardType, Budget, Discretion, LedgerEntry


@dataclass(frozen=True, slots=True)
class OfferedType:
    """An award type on offer. With a unit, it needs an amount. `undecided` is the number of open nominations."""

    id: int
    kind: str
    name: str
    unit: str
    needs_budget: bool
    undecided: int


def types() -> list[OfferedType]:
    """Award types on offer, free ones first."""
    waiting = Counter(Award.objects.nominated().in_earnest().values_list("type", flat=True))
    return [
        OfferedType(offered.pk, offered.kind, offered.name, offered.unit, offered.needs_budget, waiting[offered.pk])
        for offered in AwardType.objects.offered()
    ]


def retired_types() -> QuerySet[AwardType]:
    """Award types that are no longer offered."""
    return AwardType.objects.filter(is_offered=False).order_by("name")


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award for reports. Others may see issued ones only, and names only if `is_public`."""

    id: int
    state: str
    kind: str
    type_name: str
    unit: str
    amount: Decimal | None
    nominee_id: int
    nominee_name: str
    nominator_id: int
    nominator_name: str
    reason: str
    nominated_at: datetime
    issued_at: datetime | None
    is_public: bool


def awards_of(journal_id: int) -> list[AwardLine]:
    """All nominations of a journal's case, oldest first, regardless of their outcome."""
    awards = _with_names(Award.objects.filter(journal=journal_id)).order_by("nominated_at", "pk")
    discreet = discreet_ids()
    return [
        AwardLine(
            id=award.pk,
            state=award.state,
            kind=award.type.kind,
            type_name=award.type.name,
            unit=award.type.unit,
            amount=award.amount,
            nominee_id=award.nominee_id,
            nominee_name=award.nominee.display_name,
            nominator_id=award.nominator_id,
            nominator_name=award.nominator.display_name,
            reason=award.reason,
            nominated_at=award.nominated_at,
            issued_at=award.issued_at,
            is_public=award.nominee_id not in discreet,
        )
        for award in awards
    ]


# Rows behind `to_decide`; for `core.version_tokens`.
ROWS_TO_DECIDE = (Rows(Award, "state = 'nominated'"),)


def thanked_ids(journal_id: int) -> set[int]:
    """Ids of the people who received an award of a journal's case. One query."""
    return set(Award.objects.issued().filter(journal=journal_id).values_list("nominee_id", flat=True))


def rows_of_issued(journal: str) -> Rows:
    """Rows behind `thanked_ids` of the journals given as SQL; for `core.version_tokens`."""
    return Rows(Award, f"journal_id = {journal} AND state = 'issued'")


def rows_of_awards(*, latest: int) -> tuple[Rows, ...]:
    """Rows behind the latest awards on the wall and those of the person with the id `person`; for `core.version_tokens`."""
    discreet = "SELECT FROM recognition_discretion WHERE person_id = nominee_id"
    drills = "SELECT id FROM journal_journal WHERE is_drill"
    issued = (
        f"SELECT id FROM recognition_award WHERE state = 'issued' AND journal_id NOT IN ({drills}) AND NOT EXISTS ({discreet})"  # noqa: S608 - the lines above
    )
    return (
        Rows(Award, "nominee_id = %(person)s"),
        Rows(Award, f"id IN ({issued} ORDER BY issued_at DESC, id DESC LIMIT {latest})"),
        Rows(AwardType),
        Rows(Discretion),
    )


def discreet_ids() -> set[int]:
    """Ids of people who keep their awards off the wall."""
    return set(Discretion.objects.values_list("person", flat=True))


def wall() -> QuerySet[Award]:
    """Awards on the wall, newest first. The page must not show amounts."""
    return _with_names(Award.objects.on_the_wall()).order_by("-issued_at", "-pk")


def received_by(user: User) -> AwardQuerySet:
    return _with_names(Award.objects.issued().filter(nominee=user.person_id)).order_by("-issued_at", "-pk")


@dataclass(frozen=True, slots=True)
class Thanks:
    """An issued award in one line. `name` is the other person: the nominee, or for the nominee the nominator."""

    name: str
    type_name: str
    reason: str


def latest_on_the_wall(most: int) -> list[Thanks]:
    """The latest awards on the wall."""
    return _thanks(Award.objects.on_the_wall(), "nominee", most)


def latest_received_by(user: User, most: int) -> list[Thanks]:
    """The latest awards of the user, without those of drills."""
    return _thanks(Award.objects.issued().in_earnest().filter(nominee=user.person_id), "nominator", most)


def _thanks(awards: AwardQuerySet, other: str, most: int) -> list[Thanks]:
    latest = awards.order_by("-issued_at", "-pk").values_list(f"{other}__display_name", "type__name", "reason")
    return [Thanks(*row) for row in latest[:most]]


def award_names_since(person_ids: Collection[int], since: datetime) -> list[str]:
    """Names of the awards that these records received since a time, oldest first, without those of drills."""
    received = Award.objects.issued().in_earnest().filter(nominee__in=person_ids, issued_at__gte=since)
    return list(received.order_by("issued_at", "pk").values_list("type__name", flat=True))


def nominated_by(user: User) -> QuerySet[Award]:
    return _with_names(Award.objects.filter(nominator=user.person_id))


def is_shown_publicly(user: User) -> bool:
    return not Discretion.objects.filter(person=user.person_id).exists()


def to_decide(user: User) -> QuerySet[Award]:
    """Nominations waiting for the user's decision, oldest first."""
    return _with_names(Award.objects.nominated().approvable_by(user)).order_by("nominated_at", "pk")


def waiting_for_budget(user: User) -> QuerySet[Award]:
    """Approved awards waiting for budget, among those the user may see."""
    return _with_names(Award.objects.visible_to(user).filter(state=Award.State.APPROVED)).order_by("decided_at", "pk")


def can_be_paid(award: Award) -> bool:
    """Whether the award could be issued today: it is free, or today's budget is large enough."""
    if award.amount is None or award.journal.is_drill:
        return True
    budget = Budget.objects.filter(type=award.type_id).covering(today()).first()
    return budget is not None and budget.left >= award.amount


def ledger(user: User) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.visible_to(user).select_related("person", "type", "award__decided_by")


def budgets() -> QuerySet[Budget]:
    return Budget.objects.select_related("type")


def _with_names(awards: AwardQuerySet) -> AwardQuerySet:
    return awards.select_related("journal", "type", "nominee", "nominator", "decided_by")


def colleagues_to_nominate(user: User) -> dict[int, str]:
    """Agents the user may nominate, with names: everyone but the user."""
    return names(agent_ids() - {user.person_id})


def colleagues_for(user: User, _about: int) -> dict[int, str]:
    """`colleagues_to_nominate` for a field's suggestions; see `people.person_search`."""
    return colleagues_to_nominate(user) if permissions.can_nominate(user) else {}
