from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Verbs about the protocol in the crisis's journal. Their values start with “crisis”, because both were once one room."""

    COMPILED = "crisis.protocol_compiled", _("The protocol was compiled from journal entries 1 to {last}")
    EDITED = "crisis.protocol_edited", _("{actor} edited the protocol (version {version})")
    IMPROVEMENT_ASSIGNED = "crisis.improvement_assigned", _("{actor} set the owner and due date of an improvement")
    REVIEW_REQUESTED = "crisis.protocol_review_requested", _("{actor} asked {person} to review the protocol")
    REVIEWED = "crisis.protocol_reviewed", _("{actor} reviewed the protocol (version {version})")
    EXPORTED = "crisis.protocol_exported", _("{actor} exported the protocol as {format} (version {version})")


AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {Audience.SUPERVISORS: set(Verb)}
