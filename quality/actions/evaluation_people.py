"""Deciding whose the reviews from another tool are."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from people.actions.source_names import identities_one_at_a_time, remember_identities
from people.identity import User
from people.name_matching import people_by_identity
from quality import permissions
from quality.actions.evaluations import SOURCE
from quality.models import ImportedEvaluation


class OneselfChosen(Refused):
    """Whoever decides may not say that the reviews are their own: they would read what they may not see otherwise."""


@transaction.atomic
def decide_agents(*, actor: User, people: Mapping[str, int]) -> int:
    """Say who the agents are, by what the source knows them. The decision is remembered for the source, and every review
    that waits for it is theirs. Returns how many reviews found their person, each in the version that counts.
    """
    if not permissions.can_import_evaluations(actor):
        raise PermissionDenied
    # A file that is being imported either sees the decision, or is seen by it.
    identities_one_at_a_time()
    waiting = ImportedEvaluation.objects.filter(source=SOURCE, is_withheld=False, person=None)
    asked = set(waiting.filter(identity__in=people).values_list("identity", flat=True))
    remember_identities(actor=actor, source=SOURCE, people={each: people[each] for each in asked})
    # As it was remembered: who was merged meanwhile is the kept person.
    known = people_by_identity(SOURCE, asked)
    if actor.person_id in known.values():
        raise OneselfChosen(_("You can't match evaluations to yourself. Ask a colleague to do that."))
    found = waiting.filter(identity__in=known, is_current=True).count()
    for identity, person_id in known.items():
        waiting.filter(identity=identity).update(person_id=person_id)
    return found
