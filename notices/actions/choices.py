"""Choices of a person about their own e-mails."""

from collections.abc import Collection

from django.db import transaction

from notices.models import Preference, QuietHours, ShortSubjects
from notices.rules import QuietTimes
from notices.topics import offered_to
from people.identity import User


@transaction.atomic
def choose(*, actor: User, by_email: Collection[str], quiet: QuietTimes | None, hides_text: bool | None = None) -> None:
    """Save which topics the user gets by e-mail, and their quiet hours; None means outside their working hours.

    `hides_text` is whether subjects hide the text, or None to leave that choice as it is.
    """
    for topic in offered_to(actor):
        Preference.objects.update_or_create(
            person_id=actor.person_id, topic=topic.name, defaults={"is_by_email": topic.name in by_email}
        )
    if hides_text:
        ShortSubjects.objects.get_or_create(person_id=actor.person_id)
    elif hides_text is not None:
        ShortSubjects.objects.filter(person=actor.person_id).delete()
    if quiet is None:
        QuietHours.objects.filter(person=actor.person_id).delete()
        return
    QuietHours.objects.update_or_create(
        person_id=actor.person_id,
        defaults={"starts_at": quiet.starts_at, "ends_at": quiet.ends_at, "with_weekends": quiet.weekends},
    )
