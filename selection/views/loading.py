"""Loading what a page about candidates is about."""

from django.http import Http404

from crisis.frame import Crisis
from crisis.loading import crisis_with_steps
from people.actions import looked_at_everyone
from people.identity import User
from selection import permissions


def crisis_with_all_candidates(user: User, crisis_id: int) -> Crisis:
    """For the pages with everybody's figures, which are there for lead and deputy alone. Opening one is a look at everyone."""
    crisis = crisis_with_steps(user, crisis_id)
    if not permissions.can_see_candidates(user, crisis):
        raise Http404
    looked_at_everyone(user)
    return crisis
