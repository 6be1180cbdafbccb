"""Open invitations whose e-mail wasn't delivered. For lead and deputy only, like everything about replies."""

from crisis.models import Crisis
from notices.queries import undelivered


def undelivered_invitations(crisis: Crisis) -> set[int]:
    """Ids of open invitations whose newest e-mail failed or had no address. Two queries."""
    people = dict(crisis.invitations.open().values_list("pk", "person_id"))
    subjects = undelivered(set(people.values()), kind="invitation") if people else set()
    return {pk for pk in people if f"invitation:{pk}" in subjects}
