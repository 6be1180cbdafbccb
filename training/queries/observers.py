"""People who can observe a rehearsal."""

from people.identity import Role, User
from people.queries.persons import names
from people.queries.roles import holders_of
from training.models import Refresher
from training.queries.refreshers import own_item
from training.trainees import trainees_of


def possible_observers(refresher: Refresher, player_id: int) -> dict[int, str]:
    """Names of the other trainees, the people who lead the crisis, and trainers, by id."""
    known = trainees_of(refresher.journal_id)
    return {
        person_id: name
        for person_id, name in {**holders_of(Role.TRAINER), **names(known.person_ids | known.lead_ids)}.items()
        if person_id != player_id
    }


def observers_for(user: User, item_id: int) -> dict[int, str]:
    """`possible_observers` for a trainee with this item, else empty."""
    found = own_item(user, item_id)
    return possible_observers(found[0].refresher, user.person_id) if found else {}
