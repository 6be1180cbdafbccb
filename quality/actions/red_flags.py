"""Red flags: notifications, and the confirmation that a user has seen one."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from people.actions import notify, settle
from people.identity import User
from people.queries.persons import names
from quality.models import RedFlagSeen, Review
from quality.queries.red_flags import told_about, told_of


def tell_of_red_flag(review: Review) -> None:
    """Notify the team leaders and the leads of the case that a completed review has a red flag."""
    review.red_flags_seen.all().delete()
    text = _("Red flag in a review of %(name)s. Read it now.") % {"name": names([review.person_id])[review.person_id]}
    journal = review.slot.programme.journal
    for person_id, url in told_about(review).items():
        notify(person_id=person_id, key=_key(review, _version(review)), text=text, url=url, journal=journal)


def take_back_red_flag(review: Review) -> None:
    """Notify the same people that a correction removed the red flag."""
    text = _("The review of %(name)s was corrected and no longer has a red flag.")
    name, journal = names([review.person_id])[review.person_id], review.slot.programme.journal
    for person_id, url in told_about(review).items():
        key = f"{_key(review, _version(review))}:taken-back"
        notify(person_id=person_id, key=key, text=text % {"name": name}, url=url, journal=journal)


@transaction.atomic
def see_red_flag(*, actor: User, review: Review) -> None:
    """Record that the user has seen a red flag. Idempotent, and without a journal entry: the row is the record."""
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if not told_of(actor).filter(pk=locked.pk).exists():
        raise PermissionDenied
    RedFlagSeen.objects.get_or_create(review=locked, person_id=actor.person_id, defaults={"seen_at": clock.now()})
    settle(person_id=actor.person_id, keys=[_key(locked, version) for version in range(_version(locked) + 1)])


def _key(review: Review, version: int) -> str:
    """Notification key of the red flag in this version of a review."""
    return f"review:{review.pk}:red-flag:{version}"


def _version(review: Review) -> int:
    """Number of corrections of the review."""
    return review.superseded.count()
