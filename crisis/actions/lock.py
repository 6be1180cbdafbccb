"""The lock of this room: every change of a crisis, its team or its invitations locks the crisis's row first."""

from crisis.models import Crisis


def locked(crisis_id: int) -> Crisis:
    """The crisis as it is now, locked until the transaction ends."""
    return Crisis.objects.select_for_update().get(pk=crisis_id)
