"""Creating and revoking webhook endpoints and changing their secrets, which are shown once."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from intake import permissions
from intake.models import WebhookEndpoint
from intake.signatures import new_salt, secret_of
from intake.verbs import Verb
from journal.actions import house_journal, record
from people.identity import User

# How long the old secret works after a change, so that the sender can switch.
GRACE = timedelta(hours=24)
# A second request for a new secret within this time returns the same one.
ONCE = timedelta(minutes=1)


class AlreadyRevoked(Refused):
    """The webhook was revoked."""


@transaction.atomic
def make_endpoint(*, actor: User | None, name: str, source: str, creates_people: bool = False) -> tuple[WebhookEndpoint, str]:
    """Create an endpoint. Returns it with its secret, which can't be shown again later."""
    if not permissions.can_manage_webhooks(actor):
        raise PermissionDenied
    endpoint = WebhookEndpoint.objects.create(
        name=name,
        source=source,
        creates_people=creates_people,
        salt=new_salt(),
        created_by_id=actor.person_id if actor else None,
        created_at=clock.now(),
    )
    record(house_journal(), Verb.ENDPOINT_MADE, actor=actor, subject=endpoint, data={"source": source}, texts={"name": name})
    return endpoint, secret_of(endpoint.salt)


@transaction.atomic
def change_secret(*, actor: User | None, endpoint: WebhookEndpoint) -> tuple[WebhookEndpoint, str]:
    """Create a new secret for an endpoint. The old one works for one more day."""
    if not permissions.can_manage_webhooks(actor):
        raise PermissionDenied
    locked = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    if locked.revoked_at is not None:
        raise AlreadyRevoked(_("This webhook was revoked. Create a new one."))
    if locked.before_until_at is not None and locked.before_until_at > clock.now() + GRACE - ONCE:
        # A repeated request: a third secret would invalidate the one that the sender uses now.
        return locked, secret_of(locked.salt)
    locked.salt_before, locked.before_until_at = locked.salt, clock.now() + GRACE
    locked.salt = new_salt()
    locked.save(update_fields=["salt", "salt_before", "before_until_at"])
    record(house_journal(), Verb.ENDPOINT_SECRET_CHANGED, actor=actor, subject=locked, texts={"name": locked.name})
    return locked, secret_of(locked.salt)


@transaction.atomic
def revoke_endpoint(*, actor: User | None, endpoint: WebhookEndpoint) -> WebhookEndpoint:
    """Revoke an endpoint. Data it already sent stays. Idempotent."""
    if not permissions.can_manage_webhooks(actor):
        raise PermissionDenied
    locked = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    if locked.revoked_at is not None:
        return locked
    locked.revoked_at = clock.now()
    locked.save(update_fields=["revoked_at"])
    record(house_journal(), Verb.ENDPOINT_REVOKED, actor=actor, subject=locked, texts={"name": locked.name})
    return locked
