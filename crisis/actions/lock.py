"""The one lock of this room: whoever changes a crisis, its team or its invitations holds the crisis's row first."""

from crisis.models import Crisis


def locked(crisis_id: int) -> Crisis:
    """The crisis as it is now, kept from others until the transaction ends."""
    return Crisis.objects.select_for_update().get(pk=crisis_id)
