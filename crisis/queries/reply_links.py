"""Signed links in e-mails, with which people reply to an invitation without signing in.

A link is for one person, address, round and deadline, so it ends with the time to reply. It is made when the e-mail is written
and kept nowhere.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis.models import Invitation
from people.identity import User
from people.queries.addresses import account_addresses

if TYPE_CHECKING:
    from people.models import Notification

SALT = "crisis.reply_links"
# Of the query: paths are in access logs, and queries are not.
KEY = "key"
LONGEST_KEY = 500


class BrokenLink(Refused):
    """The link is incomplete or forged."""


class EndedLink(Refused):
    """The link was valid and no longer is. The message says why, and how to go on."""


@dataclass(frozen=True, slots=True)
class ReplyLink:
    """A valid link: the invitation and the account of the person who replies with it."""

    invitation: Invitation
    user: User

    @property
    def can_reply(self) -> bool:
        return self.invitation.can_be_accepted(clock.now())


def mail_urls(told: "Sequence[Notification]") -> dict[int, str]:
    """Paths of links to reply, by the id of the notification about an open invitation of the same person."""
    about = {each.pk: int(each.key.split(":")[1]) for each in told}
    invitations = Invitation.objects.open().in_bulk(about.values())
    addresses = account_addresses({invitation.person_id for invitation in invitations.values()})
    return {
        each.pk: url_of(invitation, addresses[invitation.person_id])
        for each in told
        if (invitation := invitations.get(about[each.pk])) is not None
        and invitation.person_id == each.person_id
        and invitation.person_id in addresses
    }


def url_of(invitation: Invitation, address: str) -> str:
    """Path of the link in an e-mail to this address."""
    key = signing.dumps(_facts(invitation, address), salt=SALT)
    return f"{reverse('crisis:reply')}?{urlencode({KEY: key})}"


def opened(key: str) -> ReplyLink:
    """The invitation behind a link. Raises `BrokenLink`, or `EndedLink` with the reason."""
    try:
        # Follows SECRET_KEY_FALLBACKS.
        signed = signing.loads(key[:LONGEST_KEY], salt=SALT)
    except signing.BadSignature as error:
        raise BrokenLink(
            _("This link isn't complete. Open it again from the e-mail, or copy all of it. You can also sign in and reply.")
        ) from error
    invitation = Invitation.objects.select_related("crisis", "crisis__lead", "terms").filter(pk=signed["i"]).first()
    if invitation is None or not invitation.crisis.invites or invitation.round != signed["r"]:
        raise EndedLink(_("Invitations to this team have ended, so you don't need to reply any more."))
    return ReplyLink(invitation, _account(invitation, signed))


def _account(invitation: Invitation, signed: dict[str, object]) -> User:
    """The account that the link was made for, if it is still that of the invited person and the link's time has not passed."""
    address = account_addresses([invitation.person_id]).get(invitation.person_id, "")
    facts = _facts(invitation, address)
    if not address or any(facts[name] != signed[name] for name in ("p", "a")):
        raise EndedLink(
            _(
                "The account or the e-mail address that this link was sent to has changed or was deactivated. Sign in and "
                "reply, or ask the crisis lead."
            )
        )
    if facts["d"] != signed["d"]:
        raise EndedLink(
            _("The deadline of this invitation has changed. Use the link in the latest e-mail, or sign in and reply.")
        )
    if invitation.state not in LIVE_STATES:
        raise EndedLink(_("This invitation has ended, so you don't need to reply any more. Sign in to see more."))
    if clock.now() >= invitation.deadline_at and invitation.state == Invitation.State.ACCEPTED:
        raise EndedLink(_("You're on the team. Sign in to open the crisis room, or if you want to leave the team."))
    if clock.now() >= invitation.deadline_at:
        raise EndedLink(
            _("The time to reply has passed, so you don't need to do anything. If you'd like to join, ask the crisis lead.")
        )
    return User.objects.get(person=invitation.person_id)


LIVE_STATES: Collection[str] = {Invitation.State.INVITED, Invitation.State.DECLINED, Invitation.State.ACCEPTED}


def _facts(invitation: Invitation, address: str) -> dict[str, object]:
    """Facts that a link is bound to. Without the address itself, because links can be read by others on the way."""
    return {
        "i": invitation.pk,
        "r": invitation.round,
        "d": f"{invitation.deadline_at.timestamp():.0f}",
        "p": invitation.person_id,
        "a": hashlib.sha256(address.encode()).hexdigest()[:16],
    }
