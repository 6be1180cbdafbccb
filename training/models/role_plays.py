"""Role plays, the observer's sheet, and rehearsals."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.identity import Role, User
from people.queries.persons import is_own

LONGEST_SITUATION = 4000
LONGEST_ANCHOR = 300
FEWEST_ANCHORS, MOST_ANCHORS = 2, 5
MOST_BEHAVIOURS = 12


class RolePlayQuerySet(models.QuerySet["RolePlay"]):
    def visible_to(self, user: User) -> "RolePlayQuerySet":
        """All role plays for trainers. Others read one in the refresher that has it."""
        return self.all() if user.has_role(Role.TRAINER) else self.none()


class RolePlay(models.Model):
    """A situation to rehearse with the current version of a script. A colleague plays the customer and observes."""

    script = models.ForeignKey("scripts_library.Script", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    situation = models.TextField(_("Situation"), max_length=LONGEST_SITUATION)
    player_role = models.TextField(_("Your role"), max_length=LONGEST_SITUATION)
    observer_role = models.TextField(_("Role of the colleague"), max_length=LONGEST_SITUATION)
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    script_id: int
    author_id: int

    objects: ClassVar[RolePlayQuerySet] = RolePlayQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(situation="") & ~Q(player_role="") & ~Q(observer_role=""),
                name="role_play_is_complete",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Behaviour(models.Model):
    """A line of the observer's sheet: a behaviour with its anchors, which describe each score from the lowest on."""

    role_play = models.ForeignKey(RolePlay, on_delete=models.CASCADE, related_name="behaviours")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("Behaviour"), max_length=200)
    anchors = ArrayField(models.CharField(max_length=LONGEST_ANCHOR), size=MOST_ANCHORS)

    role_play_id: int

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="behaviour_has_a_name"),
            models.CheckConstraint(
                condition=Q(anchors__len__gte=FEWEST_ANCHORS, anchors__len__lte=MOST_ANCHORS),
                name="behaviour_has_two_to_five_anchors",
            ),
            models.CheckConstraint(condition=~Q(anchors__contains=[""]), name="behaviour_describes_each_anchor"),
        ]

    def __str__(self) -> str:
        return self.name


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    def visible_to(self, user: User) -> "RehearsalQuerySet":
        """Rehearsals that the user plays or observes; all for trainers. Nobody else sees one, whatever their role."""
        if user.has_role(Role.TRAINER):
            return self.all()
        return self.filter(is_own(user, "player") | is_own(user, "observer"))


class Rehearsal(models.Model):
    """A role play of one player, watched by an observer, with the script version that was live when it was decided."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for the observer")
        SIGNED_OFF = "signed_off", _("Signed off")
        REPEAT = "repeat", _("To repeat")
        CANCELLED = "cancelled", _("Cancelled")

    role_play = models.ForeignKey(RolePlay, on_delete=models.PROTECT, related_name="rehearsals")
    item = models.ForeignKey("training.RefresherItem", on_delete=models.CASCADE, related_name="rehearsals")
    player = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    observer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    script_version = models.ForeignKey("scripts_library.ScriptVersion", on_delete=models.PROTECT, null=True, related_name="+")
    notes = models.TextField(_("Notes"), max_length=LONGEST_SITUATION, blank=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    role_play_id: int
    item_id: int
    player_id: int
    observer_id: int
    script_version_id: int | None

    objects: ClassVar[RehearsalQuerySet] = RehearsalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(observer=F("player")), name="rehearsal_observer_is_not_the_player"),
            models.UniqueConstraint(fields=["item", "player"], condition=Q(state="asked"), name="rehearsal_one_open"),
            models.CheckConstraint(
                condition=Q(state="asked", script_version=None, finished_at=None)
                | Q(state="cancelled", script_version=None, finished_at__isnull=False)
                | Q(state__in=["signed_off", "repeat"], script_version__isnull=False, finished_at__isnull=False),
                name="rehearsal_decided_for_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"rehearsal {self.pk}"


class BehaviourScore(models.Model):
    """The observer's score of a behaviour, with name and anchor as they were, so that later changes don't matter."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="scores")
    name = models.CharField(max_length=200)
    rating = models.PositiveSmallIntegerField()
    out_of = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=LONGEST_ANCHOR)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=F("out_of"), out_of__gte=FEWEST_ANCHORS, out_of__lte=MOST_ANCHORS),
                name="behaviour_score_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.rating} of {self.out_of}"
