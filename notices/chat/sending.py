"""Sending a message to one chat channel. Errors are told without the address and the answer of the server."""

import re

from apprise import Apprise, AppriseResultStatus, NotifyFormat
from django.utils.translation import gettext as _

from notices.chat.addresses import ChatTarget, allowed_target
from notices.chat.hosts import require_public

# Apprise tells the status of the HTTP answer only in its messages. With 200, a service refuses in its own words.
STATUS = re.compile(r"error=([345]\d{2})\b")
TOO_EARLY_OR_MANY = {408, 425, 429}


class ChatRefused(Exception):
    """The chat server refused the message for good. The message says how."""


class ChatDeferred(Exception):
    """The chat server didn't accept the message, but may later. The message says why."""


def checked_target(address: str) -> ChatTarget:
    """The target of an address, or `AddressRefused` if it isn't allowed or has a private address."""
    target = allowed_target(address)
    require_public(target.host)
    return target


def send(address: str, message: str) -> None:
    """Post a message. The address is checked again, because settings and names can have changed since it was saved."""
    target = checked_target(address)
    caller = Apprise(asset=target.plugin.asset)
    caller.add(target.plugin)
    # The message is made for all services alike, so nothing in it is converted; as plain text, dots in links would be escaped.
    with caller.notify(body=message, body_format=NotifyFormat.MARKDOWN) as result:
        status = result.status
        statuses = [int(number) for entry in result.logs() for number in STATUS.findall(entry.message)]
    # With one target there is no partial success, and no way to have none.
    if status == AppriseResultStatus.SUCCESS:
        return
    if statuses:
        raise _refusal(statuses[-1])
    if status == AppriseResultStatus.TIMEOUT:
        raise ChatDeferred(_("The chat server took too long."))
    raise ChatDeferred(_("The chat server couldn't be reached, or gave no understandable answer."))


def _refusal(status: int) -> ChatRefused | ChatDeferred:
    if 300 <= status < 400:  # noqa: PLR2004 - HTTP's own numbers
        return ChatRefused(_("The chat server redirects (%(status)d). Redirects aren't followed.") % {"status": status})
    answer = _("The chat server answered with status %(status)d.") % {"status": status}
    is_final = 400 <= status < 500 and status not in TOO_EARLY_OR_MANY  # noqa: PLR2004 - HTTP's own numbers
    return ChatRefused(answer) if is_final else ChatDeferred(answer)
