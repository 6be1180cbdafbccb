"""Changes of the wording of a topic's e-mails."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.locks import wait_for
from core.refusals import Refused
from journal.actions import house_journal, record
from notices.letter_wording import Wording
from notices.models import LetterTemplate
from notices.permissions import can_edit_templates
from notices.queries.letter_templates import topic_wording
from notices.topics import Topic
from notices.verbs import Verb
from people.identity import User

# Name of the lock. It stays the same while old and new processes run beside each other.
WORDING = "notices.letter_templates"


class WordingChanged(Refused):
    """Someone else changed the wording after it was opened."""


@transaction.atomic
def save_template(*, actor: User, topic: Topic, wording: Wording, seen: str) -> None:
    """Save the wording of a topic's e-mails. `seen` is the version of the wording that was opened."""
    current = _current(actor, topic, seen)
    if wording == current:
        return
    saved, _created = LetterTemplate.objects.update_or_create(
        topic=topic.name,
        defaults={
            "subject": wording.subject,
            "body": wording.body,
            "changed_by_id": actor.person_id,
            "changed_at": clock.now(),
        },
    )
    texts = {"topic": str(topic.title), "subject": wording.subject, "body": wording.body}
    record(house_journal(), Verb.TEMPLATE_SAVED, actor=actor, subject=saved, texts=texts)


@transaction.atomic
def reset_template(*, actor: User, topic: Topic, seen: str) -> None:
    """Use the default wording again. `seen` is the version of the wording that was opened."""
    _current(actor, topic, seen)
    changed = LetterTemplate.objects.filter(topic=topic.name).first()
    if changed is None:
        return
    record(house_journal(), Verb.TEMPLATE_RESET, actor=actor, subject=changed, texts={"topic": str(topic.title)})
    changed.delete()


def _current(actor: User, topic: Topic, seen: str) -> Wording:
    """The wording that applies, locked, and only if it is the one that was opened."""
    if not can_edit_templates(actor):
        raise PermissionDenied
    # Not a row's lock: a topic with the default wording has no row.
    wait_for(f"{WORDING}:{topic.name}")
    current = topic_wording(topic).wording
    if current.version != seen:
        raise WordingChanged(
            _("Someone else changed this text after you opened it. Copy your changes, reload the page and enter them again.")
        )
    return current
