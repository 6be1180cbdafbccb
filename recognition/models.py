"""Award types, budgets, nominations and the ledger of issued awards, which is append-only by a trigger."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from pgtrigger import Delete, Truncate, Update

from core.triggers import refuse
from journal.drills import drills_of
from people.identity import Role, User
from people.queries.team_leaders import leaders_of, led_person_ids
from recognition import leads

NEVER_CHANGED = "ledger entries are never changed or deleted"


class AwardTypeQuerySet(models.QuerySet["AwardType"]):
    def offered(self) -> "AwardTypeQuerySet":
        return self.filter(is_offered=True)


class AwardType(models.Model):
    """Something that can be awarded. If it costs something, it has a unit and needs a budget.

    A type is never edited, so that old amounts keep their meaning: retire it and add another one.
    """

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Thanks")
        BADGE = "badge", _("Badge")
        POINTS = "points", _("Points")
        BONUS = "bonus", _("Bonus")
        GIFT = "gift", _("Gift")
        TIME_OFF = "time_off", _("Time off")

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=60)
    needs_budget = models.BooleanField(default=False)
    unit = models.CharField(max_length=20, blank=True)
    is_offered = models.BooleanField(default=True)

    objects: ClassVar[AwardTypeQuerySet] = AwardTypeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["needs_budget", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="award_type_name_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=["thanks", "badge", "points", "bonus", "gift", "time_off"]), name="award_type_kind_known"
            ),
            models.CheckConstraint(condition=~Q(kind="thanks", needs_budget=True), name="award_type_thanks_need_no_budget"),
            models.CheckConstraint(
                condition=(Q(needs_budget=True) & ~Q(unit="")) | Q(needs_budget=False, unit=""),
                name="award_type_unit_if_it_costs",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def fits(self, amount: Decimal | None) -> bool:
        """True if an award of this type may have this amount: positive if it costs something, else None."""
        return amount is not None and amount > 0 if self.needs_budget else amount is None


class BudgetQuerySet(models.QuerySet["Budget"]):
    def covering(self, day: date) -> "BudgetQuerySet":
        return self.filter(first_on__lte=day, last_on__gte=day)


class Budget(models.Model):
    """An amount for one type in a period, first and last day included. `spent` is the sum of its ledger entries."""

    type = models.ForeignKey(AwardType, on_delete=models.PROTECT, related_name="budgets")
    first_on = models.DateField()
    last_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    spent = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))

    objects: ClassVar[BudgetQuerySet] = BudgetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-first_on", "type__name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="budget_days_in_order"),
            models.CheckConstraint(condition=Q(spent__gte=0) & Q(spent__lte=F("amount")), name="budget_not_overspent"),
            ExclusionConstraint(
                name="budget_one_at_a_time",
                expressions=[
                    ("type", RangeOperators.EQUAL),
                    (Func("first_on", "last_on", Value("[]"), function="DATERANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type}, {self.first_on} to {self.last_on}"

    @property
    def left(self) -> Decimal:
        return self.amount - self.spent


class AwardQuerySet(models.QuerySet["Award"]):
    def nominated(self) -> "AwardQuerySet":
        return self.filter(state=Award.State.NOMINATED)

    def issued(self) -> "AwardQuerySet":
        return self.filter(state=Award.State.ISSUED)

    def in_earnest(self) -> "AwardQuerySet":
        """Awards outside drills, which don't count."""
        return self.filter(journal__is_drill=False)

    def concerning(self, user: User) -> "AwardQuerySet":
        """Awards without those of drills in which the user doesn't take part."""
        return self.filter(Q(journal__is_drill=False) | Q(journal__in=drills_of(user.person_id)))

    def on_the_wall(self) -> "AwardQuerySet":
        """Issued awards of people who allow them on the wall."""
        return self.issued().in_earnest().exclude(nominee__in=Discretion.objects.values("person"))

    def approvable_by(self, user: User) -> "AwardQuerySet":
        """Awards that the user may decide on, regardless of their state.

        Leads decide on awards of their case. On all others, supervisors who lead a team of the nominee; if there are none
        apart from nominator and nominee, any other supervisor.
        """
        cases, is_supervisor = leads.journals_led_by(user), user.has_role(Role.SUPERVISOR)
        if not (cases or is_supervisor):
            return self.none()
        rows = list(self.concerning(user).values_list("pk", "journal", "nominee", "nominator"))
        leaders = leaders_of(nominee for _pk, _journal, nominee, _nominator in rows) if is_supervisor else {}
        chosen = [
            pk
            for pk, journal, nominee, nominator in rows
            if user.person_id not in {nominee, nominator}
            and (journal in cases or _may_decide(user, leaders, nominee=nominee, nominator=nominator))
        ]
        return self.filter(pk__in=chosen)

    def visible_to(self, user: User) -> "AwardQuerySet":
        """Awards the user made, received or decided, those of their teams and cases, and those to be decided by them."""
        me = user.person_id
        mine = Q(nominator=me) | Q(nominee=me, state=Award.State.ISSUED) | Q(decided_by=me)
        of_teams = Q(nominee__in=led_person_ids(user), pk__in=Award.objects.concerning(user).values("pk"))
        led = ~Q(nominee=me) & (of_teams | Q(journal__in=leads.journals_led_by(user)))
        waiting = Award.objects.nominated().approvable_by(user).values("pk")
        return self.filter(mine | led | Q(pk__in=waiting))


def _may_decide(user: User, leaders: Mapping[int, set[int]], *, nominee: int, nominator: int) -> bool:
    """Whether a supervisor may decide on a nomination; see `AwardQuerySet.approvable_by`."""
    others = leaders.get(nominee, set()) - {nominee, nominator}
    return user.has_role(Role.SUPERVISOR) and (user.person_id in others or not others)


class Award(models.Model):
    """A nomination and its outcome. Approved awards that cost something wait for enough budget."""

    class State(models.TextChoices):
        NOMINATED = "nominated", _("Nominated")
        APPROVED = "approved", _("Approved, waiting for budget")
        ISSUED = "issued", _("Issued")
        DECLINED = "declined", _("Declined")
        CANCELLED = "cancelled", _("Cancelled")

    journal = models.ForeignKey("journal.Journal", on_delete=models.PROTECT, related_name="+")
    type = models.ForeignKey(AwardType, on_delete=models.PROTECT, related_name="awards")
    nominee = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    nominator = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.NOMINATED)
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decline_reason = models.TextField(blank=True)
    nominated_at = models.DateTimeField(db_default=Now())
    issued_at = models.DateTimeField(null=True)

    objects: ClassVar[AwardQuerySet] = AwardQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-nominated_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(nominee=F("nominator")), name="award_not_for_oneself"),
            models.CheckConstraint(condition=~Q(reason=""), name="award_has_a_reason"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="award_amount_positive"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("nominee")) & ~Q(decided_by=F("nominator"))),
                name="award_decided_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(state="nominated", decided_by=None, decided_at=None)
                | Q(state="cancelled", decided_by=None, decided_at__isnull=False)
                | Q(state__in=["approved", "issued", "declined"], decided_by__isnull=False, decided_at__isnull=False),
                name="award_decision_matches_state",
            ),
            models.CheckConstraint(
                condition=Q(state="issued", issued_at__isnull=False) | (~Q(state="issued") & Q(issued_at=None)),
                name="award_issued_at_matches_state",
            ),
            models.CheckConstraint(
                condition=(Q(state="declined") & ~Q(decline_reason="")) | (~Q(state="declined") & Q(decline_reason="")),
                name="award_declined_with_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["nominated_at"], condition=Q(state="nominated"), name="award_to_decide"),
            models.Index(fields=["decided_at"], condition=Q(state="approved"), name="award_waiting_for_budget"),
            models.Index(fields=["-issued_at"], condition=Q(state="issued"), name="award_wall"),
        ]

    def __str__(self) -> str:
        return str(_("%(award)s for %(nominee)s") % {"award": self.type, "nominee": self.nominee})

    @property
    def is_undecided(self) -> bool:
        return self.state == self.State.NOMINATED


class Evidence(models.Model):
    """Evidence for a nomination: a text, and optionally the record it is about (a review, an interaction).

    `subject_type` and `subject_id` are a label and a plain number, because the record can be in any room.
    """

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="evidence")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    text = models.CharField(max_length=300)

    class Meta:
        verbose_name_plural = "evidence"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="evidence_has_a_text"),
            models.CheckConstraint(
                condition=Q(subject_type="", subject_id=None) | (~Q(subject_type="") & Q(subject_id__isnull=False)),
                name="evidence_subject_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def visible_to(self, user: User) -> "LedgerEntryQuerySet":
        """All entries for ops and administrators; those of their own teams for supervisors."""
        if user.has_role(Role.OPS, Role.ADMINISTRATOR):
            return self.all()
        return self.filter(person__in=led_person_ids(user))


class LedgerEntry(models.Model):
    """One entry for each issued award, never changed or deleted."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    type = models.ForeignKey(AwardType, on_delete=models.PROTECT, related_name="+")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, null=True, related_name="entries")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()

    objects: ClassVar[LedgerEntryQuerySet] = LedgerEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "ledger entries"
        ordering: ClassVar = ["-issued_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award"], name="ledger_award_issued_once"),
            models.CheckConstraint(
                # A check passes on null comparisons, so both columns are tested for null as well.
                condition=Q(budget=None, amount=None) | Q(budget__isnull=False, amount__isnull=False, amount__gt=0),
                name="ledger_amount_from_a_budget",
            ),
        ]
        triggers: ClassVar = [
            refuse("append_only", NEVER_CHANGED, operation=Update | Delete),
            refuse("never_truncated", NEVER_CHANGED, operation=Truncate),
        ]

    def __str__(self) -> str:
        return f"{self.type} to {self.person} on {self.issued_on}"


class Discretion(models.Model):
    """A person's wish to keep their awards off the wall. They are still issued, and visible to the people involved."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "discretion"

    def __str__(self) -> str:
        return f"{self.person} is not shown publicly"
