"""Lists of crises."""

from collections.abc import Mapping

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.urls import reverse

from core.request_cache import once
from crisis import permissions
from crisis.models import Crisis, Invitation
from crisis.models.crises import in_the_team
from people.identity import Role, User


def crises_for(user: User) -> QuerySet[Crisis]:
    """Crises the user may see, unfinished ones first, with the number of filled spots as `taken`."""
    # In a subquery, because the join of `visible_to` to members would change the count of members.
    visible = Crisis.objects.filter(pk__in=Crisis.objects.visible_to(user).values("pk"))
    over = ExpressionWrapper(Q(state__in=[Crisis.State.CLOSED, Crisis.State.CANCELLED]), output_field=BooleanField())
    return (
        visible.select_related("lead")
        .annotate(taken=Count("members", filter=in_the_team()), is_over=over)
        .order_by("is_over", "-opened_at", "-pk")
    )


@once
def unfinished_for(user: User) -> list[Crisis]:
    """The unfinished crises that the user may see: real ones before drills, active ones before others."""
    found = Crisis.objects.visible_to(user).unfinished().select_related("lead")
    return sorted(found, key=lambda crisis: (crisis.is_drill, crisis.state != Crisis.State.ACTIVE))


def crises_run_by(user: User) -> list[Crisis]:
    """Unfinished crises that the user runs."""
    return [crisis for crisis in unfinished_for(user) if permissions.can_run(user, crisis)]


def is_part_of_a_crisis(user: User) -> bool:
    """True if the user may see a crisis or is invited to one. Always true for supervisors."""
    return user.has_role(Role.SUPERVISOR) or Crisis.objects.visible_to(user).exists() or _is_invited(user)


def _is_invited(user: User) -> bool:
    return Invitation.objects.visible_to(user).filter(state__in=[Invitation.State.INVITED, Invitation.State.ACCEPTED]).exists()


# An invitation is not a part: it would show in what people read, and so reveal who declined.
_parts = ["lead", "deputy", "opened_by", "members__person", "support_contacts__person"]


def register_part(path: str) -> None:
    """Register a path from a crisis to people who take part in it. Called from a room's ``AppConfig.ready``."""
    _parts.append(path)


def drills_of(person_id: int) -> set[int]:
    """Journal ids of the drills in which the person takes part."""
    drills = Crisis.objects.filter(is_drill=True)
    return set().union(*(drills.filter(**{part: person_id}).values_list("journal_id", flat=True) for part in _parts))


def circle_of_drill(journal_id: int) -> set[int]:
    """Ids of the people who take part in a drill, the reverse of `drills_of`."""
    drill = Crisis.objects.filter(journal=journal_id, is_drill=True)
    found: set[int | None] = set().union(*(drill.values_list(part, flat=True) for part in _parts))
    return {person_id for person_id in found if person_id is not None}


def invited_to_drill(journal_id: int) -> set[int]:
    """Ids of everyone invited to a drill, regardless of their reply."""
    invited = Invitation.objects.filter(crisis__journal=journal_id, crisis__is_drill=True)
    return set(invited.values_list("person_id", flat=True))


def leaders_of_journal(journal_id: int) -> set[int]:
    """Ids of lead and deputy of the unfinished crisis with this journal."""
    posts = Crisis.objects.unfinished().filter(journal=journal_id).values_list("lead", "deputy")
    return {person_id for pair in posts for person_id in pair if person_id is not None}


def pages_of_reviews(reviews: Mapping[int, int]) -> dict[int, str]:
    """URLs at which lead and deputy read reviews of their crisis, by review id. `reviews` maps review ids to journal ids."""
    crises = dict(Crisis.objects.filter(journal__in=set(reviews.values())).values_list("journal", "pk"))
    return {
        review: reverse("crisis:review", args=[crises[journal], review])
        for review, journal in reviews.items()
        if journal in crises
    }


def journals_led_by(user: User) -> set[int]:
    """Journal ids of unfinished crises that the user leads as lead or deputy."""
    return {crisis.journal_id for crisis in unfinished_for(user) if permissions.leads_crisis(user, crisis)}
