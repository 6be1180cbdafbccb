"""Matching the agents of imported evaluations to people."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from people.actions.source_names import identities_one_at_a_time, remember_identities
from people.identity import User
from people.name_matching import people_by_identity
from quality import permissions
from quality.models import ImportedEvaluation


class OneselfChosen(Refused):
    """Users can't match evaluations to themselves, because they could then read evaluations that aren't theirs."""


@transaction.atomic
def decide_agents(*, actor: User, people: Mapping[tuple[str, str], int]) -> int:
    """Match agents, by their source and their identity in it, to people. Returns how many current evaluations were matched.

    The match is remembered for the source, and applies to every evaluation that waits for it.
    """
    if not permissions.can_import_evaluations(actor):
        raise PermissionDenied
    # Serialises with imports: a running import sees this match, or this match sees the imported rows.
    identities_one_at_a_time()
    sources = {source for source, _identity in people}
    return sum(
        _decide(actor, source, {each: pk for (where, each), pk in people.items() if where == source}) for source in sources
    )


def _decide(actor: User, source: str, people: Mapping[str, int]) -> int:
    waiting = ImportedEvaluation.objects.filter(source=source, is_withheld=False, person=None)
    asked = set(waiting.filter(identity__in=people).values_list("identity", flat=True))
    remember_identities(actor=actor, source=source, people={each: people[each] for each in asked})
    # Read back, because a person may have been merged into another record since.
    known = people_by_identity(source, asked)
    if actor.person_id in known.values():
        raise OneselfChosen(_("You can't match evaluations to yourself. Ask a colleague to do that."))
    found = waiting.filter(identity__in=known, is_current=True).count()
    for identity, person_id in known.items():
        waiting.filter(identity=identity).update(person_id=person_id)
    return found
