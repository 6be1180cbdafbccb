"""Loading of crises for pages about candidates."""

from django.http import Http404

from crisis.loading import crisis_with_steps
from crisis.public_models import Crisis
from people.actions import looked_at_everyone
from people.identity import User
from selection import permissions


def crisis_with_all_candidates(user: User, crisis_id: int) -> Crisis:
    """The crisis, for pages with everyone's scores; 404 unless the user is lead or deputy. The look is logged."""
    crisis = crisis_with_steps(user, crisis_id)
    if not permissions.can_see_candidates(user, crisis):
        raise Http404
    looked_at_everyone(user)
    return crisis
