"""Open invitations whose e-mail wasn't delivered. For lead and deputy only, like everything about replies."""

from crisis.models import Crisis
from notices.queries.deliveries import undelivered


def undelivered_invitations(crisis: Crisis) -> set[int]:
    """Ids of open invitations whose newest e-mail failed or had no address. One query if there are none."""
    subjects = undelivered(crisis.invitations.open().values("person"), kind="invitation")
    if not subjects:
        return set()
    return {pk for pk in crisis.invitations.open().values_list("pk", flat=True) if f"invitation:{pk}" in subjects}
