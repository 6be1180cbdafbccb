"""What people want their coach to know about them. It isn't journalled."""

from django.db import transaction

from care.models import AboutMe
from people.identity import User
from people.queries.persons import is_own


@transaction.atomic
def write_about_me(*, actor: User, feedback: str, helps: str, strengths: str) -> None:
    """Save what the actor's coach may know. Without any text, everything is deleted."""
    own = AboutMe.objects.filter(is_own(actor))
    texts = {"feedback": feedback, "helps": helps, "strengths": strengths}
    if any(texts.values()):
        # A merged record of the actor may have a text of its own.
        own.exclude(person=actor.person_id).delete()
        AboutMe.objects.update_or_create(person_id=actor.person_id, defaults=texts)
    else:
        own.delete()
