"""Crises as lists show them."""

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from crisis.models import Crisis, Invitation
from people.identity import Role, User


def crises_for(user: User) -> QuerySet[Crisis]:
    """Every crisis the user may see, unfinished ones first, with how many places are `taken`."""
    # In a subquery: who sees a crisis as a member must not narrow down which members are counted.
    visible = Crisis.objects.filter(pk__in=Crisis.objects.visible_to(user).values("pk"))
    over = ExpressionWrapper(Q(state__in=[Crisis.State.CLOSED, Crisis.State.CANCELLED]), output_field=BooleanField())
    return (
        visible.select_related("lead")
        .annotate(taken=Count("members", filter=Q(members__left_at=None)), is_over=over)
        .order_by("is_over", "-opened_at", "-pk")
    )


def is_part_of_a_crisis(user: User) -> bool:
    """True if there is a crisis the user may see, or an invitation to one. Supervisors see every one there may be."""
    return user.has_role(Role.SUPERVISOR) or Crisis.objects.visible_to(user).exists() or _is_invited(user)


def _is_invited(user: User) -> bool:
    return Invitation.objects.visible_to(user).filter(state__in=[Invitation.State.INVITED, Invitation.State.ACCEPTED]).exists()


# Being invited is no part: it would show in what one reads, and so to others who said no.
PARTS = ("lead", "deputy", "opened_by", "members__person", "support_contacts__person", "leaders_asked__leader")


def drills_of(person_id: int) -> set[int]:
    """The journals of the drills that the person runs or opened, serves or served in, was asked about or supports."""
    drills = Crisis.objects.filter(is_drill=True)
    return set().union(*(drills.filter(**{part: person_id}).values_list("journal_id", flat=True) for part in PARTS))


def circle_of_drill(journal_id: int) -> set[int]:
    """The persons of a drill, as `drills_of` finds them."""
    drill = Crisis.objects.filter(journal=journal_id, is_drill=True)
    found: set[int | None] = set().union(*(drill.values_list(part, flat=True) for part in PARTS))
    return {person_id for person_id in found if person_id is not None}


def invited_to_drill(journal_id: int) -> set[int]:
    """Everyone who was invited to a drill, whatever they answered."""
    invited = Invitation.objects.filter(crisis__journal=journal_id, crisis__is_drill=True)
    return set(invited.values_list("person_id", flat=True))


def journals_led_by(user: User) -> set[int]:
    """The journals of unfinished crises that the user leads as lead or deputy."""
    led = Crisis.objects.unfinished().filter(Q(lead=user.person_id) | Q(deputy=user.person_id))
    return set(led.values_list("journal_id", flat=True))
