"""What people want their coach to know about them. It isn't journalled."""

from django.db import transaction

from care.models import AboutMe
from people.identity import User


@transaction.atomic
def write_about_me(*, actor: User, feedback: str, helps: str, strengths: str) -> None:
    """Save what the actor's coach may know. Without any text, everything is deleted."""
    texts = {"feedback": feedback, "helps": helps, "strengths": strengths}
    if any(texts.values()):
        AboutMe.objects.update_or_create(person_id=actor.person_id, defaults=texts)
    else:
        AboutMe.objects.filter(person=actor.person_id).delete()
