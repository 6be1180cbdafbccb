"""Imported evaluations: the version of each evaluation in each file."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.db import models
from django.db.models import Case, Exists, F, Max, OuterRef, Q, Subquery, When, Window
from django.db.models.functions import Coalesce

from people.identity import Role, User
from people.queries.team_leaders import led_person_ids

if TYPE_CHECKING:
    from intake.models import Import

# States of imports whose rows count.
COUNTING = ("published", "undoing")


class ImportedEvaluationQuerySet(models.QuerySet["ImportedEvaluation"]):
    def visible_to(self, user: User, now: datetime) -> "ImportedEvaluationQuerySet":
        """A user's own evaluations and those of their team (domain section 10). None are assigned to reviewers."""
        visible = Q(person=user.person_id)
        if user.has_role(Role.SUPERVISOR):
            visible |= Q(person__in=led_person_ids(user) - {user.person_id})
        return self.shown(now).filter(visible)

    def shown(self, now: datetime) -> "ImportedEvaluationQuerySet":
        """Current versions of matched agents, once they are released to the agent in the source."""
        released = self.filter(Q(released_at=None) | Q(released_at__lte=now))
        return released.filter(is_current=True, is_withheld=False, person__isnull=False)

    def waiting(self) -> "ImportedEvaluationQuerySet":
        """Current versions of agents that aren't matched yet."""
        return self.filter(is_current=True, is_withheld=False, person=None)

    def latest_first(self) -> "ImportedEvaluationQuerySet":
        return self.alias(at=Coalesce("conversation_at", "changed_at")).order_by("-at", "-pk")

    def that_count(self, *, including: "Import | None" = None, without: "Import | None" = None) -> "dict[str, CountingVersion]":
        """One version per evaluation, by context: the highest of those that no published file retracts.

        The rows must include all those of their contexts. A version may be in several files. The one changed last is used; of
        identical ones the first file's, and of different ones with the same date the last file's.
        """
        published = ImportedEvaluation.objects.filter(_counts(including)).exclude(file=without)
        alike = [F("source"), F("external_id"), F("changed_at"), F("digest")]
        # Also in another context, because only one version of an id is current.
        said = published.filter(external_id__in=self.values("external_id"))
        dated = said.annotate(said_last=Window(Max("pk"), partition_by=alike))
        newest = dated.order_by("source", "external_id", "-changed_at", "-said_last", "pk").distinct("source", "external_id")
        standing = self.filter(pk__in=newest.values("pk"))
        for retraction in published.retracting():
            standing = standing.exclude(Exists(retraction))
        context = context_among(including=including, without=without)
        retracted = self.filter(_counts(including), is_retracted=True).exclude(file=without).annotate(context=context)
        # The highest one of each context comes last.
        below = dict(retracted.order_by("version").values_list("context", "version"))
        rows = standing.annotate(context=context).order_by("version", "changed_at", "pk")
        found = rows.values_list("context", "version", "pk", "digest", "is_withheld")
        return {
            context: CountingVersion(pk, digest, is_withheld)
            for context, version, pk, digest, is_withheld in found
            if version >= below.get(context, 0)
        }

    def retracting(self) -> "Iterator[ImportedEvaluationQuerySet]":
        """Those that retract the version in the outer query: by its id, or as its successor."""
        same = self.filter(source=OuterRef("source"))
        yield same.filter(is_retracted=True, external_id=OuterRef("external_id"))
        yield same.filter(~Q(retracts=""), retracts=OuterRef("external_id"))


class CountingVersion(NamedTuple):
    """A version of an evaluation that is current, or would be."""

    pk: int
    digest: str
    is_withheld: bool


def context_among(*, including: "Import | None" = None, without: "Import | None" = None) -> Case:
    """Context of an evaluation among published files: its own, or else the one that another file names for its id.

    Exports from before there were contexts name only ids. `including` adds a file that is being published, and `without`
    leaves one out. The stored context is the one without either.
    """
    named = ImportedEvaluation.objects.filter(
        _counts(including), source=OuterRef("source"), external_id=OuterRef("external_id"), is_joined=False
    )
    named = named.exclude(context_id=F("external_id")).exclude(file=without).order_by("-pk")
    is_own = Q(is_joined=False) & ~Q(context_id=F("external_id"))
    others = Coalesce(Subquery(named.values("context_id")[:1]), F("external_id"))
    return Case(When(is_own, then=F("context_id")), default=others)


def _counts(including: "Import | None") -> Q:
    """The rows of published files, and of one that is being published."""
    return Q(file__state__in=COUNTING) | Q(file=including)


class ImportedEvaluation(models.Model):
    """A file's version of a finished evaluation from another tool. It doesn't count in scores, cadence or calibration.

    Each file has a row for each of its evaluations, even if an earlier file has the same, so that undoing a file leaves the
    versions of the others. `is_current` marks the one that takes precedence among published files. `identity` identifies the
    agent in the source (an id, or else the name) and `agent` is the label shown there; `person` is empty until the agent is
    matched. `conversation_id` is the source's id of the contact. `is_withheld` marks a version that only says that the
    evaluation must not be shown, and `is_retracted` one that the source has withdrawn for good.

    All versions of an evaluation have the same `context_id`, even if each has an id of its own, and `version` orders them (0
    if the source has no versions). `is_joined` marks a row that got its context from another file. `retracts` is the id of the
    version that this one replaces.
    """

    # No index of its own: imported_evaluation_once_per_line begins with the file.
    file = models.ForeignKey("intake.Import", on_delete=models.CASCADE, related_name="evaluations", db_index=False)
    line = models.BigIntegerField()
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=120)
    context_id = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=0)
    retracts = models.CharField(max_length=120, blank=True)
    is_joined = models.BooleanField(default=False)
    digest = models.CharField(max_length=32)
    is_current = models.BooleanField(default=False)
    is_withheld = models.BooleanField(default=False)
    is_retracted = models.BooleanField(default=False)
    is_disputed = models.BooleanField(default=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    identity = models.CharField(max_length=200, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    evaluator = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=200, blank=True)
    conversation_id = models.CharField(max_length=120, blank=True)
    total_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    critical_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    is_red_flagged = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    groups: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    conversation_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    objects: ClassVar[ImportedEvaluationQuerySet] = ImportedEvaluationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "line"], name="imported_evaluation_once_per_line"),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=Q(is_current=True), name="imported_evaluation_one_current"
            ),
            models.UniqueConstraint(
                fields=["source", "context_id"], condition=Q(is_current=True), name="imported_evaluation_one_version_current"
            ),
            models.CheckConstraint(condition=~Q(context_id=""), name="imported_evaluation_has_a_context"),
            models.CheckConstraint(
                condition=Q(is_joined=False) | ~Q(context_id=F("external_id")), name="imported_evaluation_joined_to_another"
            ),
            models.CheckConstraint(
                condition=Q(is_retracted=False) | Q(is_withheld=True, is_current=False),
                name="imported_evaluation_retracted_never_current",
            ),
            models.CheckConstraint(
                condition=Q(is_withheld=True) | ~Q(identity="") & ~Q(agent=""), name="imported_evaluation_of_somebody"
            ),
            models.CheckConstraint(condition=~Q(external_id=""), name="imported_evaluation_called_something"),
            models.CheckConstraint(
                condition=Q(is_withheld=False, total_score__isnull=False)
                | Q(is_withheld=True, total_score=None, critical_score=None, comment="", person=None),
                name="imported_evaluation_withheld_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(total_score=None) | Q(total_score__gte=0, total_score__lte=100),
                name="imported_evaluation_score_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(critical_score=None) | Q(critical_score__gte=0, critical_score__lte=100),
                name="imported_evaluation_critical_score_on_scale",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["source", "external_id"], name="imported_evaluation_versions"),
            models.Index(fields=["source", "context_id"], name="imported_evaluation_contexts"),
            models.Index(fields=["source", "retracts"], condition=~Q(retracts=""), name="imported_evaluation_retracts"),
            models.Index(fields=["person", "changed_at"], name="imported_evaluation_of_person"),
            models.Index(fields=["source", "identity"], condition=Q(person=None), name="imported_evaluation_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"
