"""Addresses of chat channels: read with Apprise, checked against what the operators allow, and sealed for the database.

Apprise can also run programs, read files and post to buses of the machine. It never gets an address to choose a plugin itself:
`SERVICES` names the only plugins that are used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from apprise import AppriseAsset, NotifyBase
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.google_chat import NotifyGoogleChat
from apprise.plugins.mattermost import NotifyMattermost
from apprise.plugins.nextcloudtalk import NotifyNextcloudTalk
from apprise.plugins.ntfy import NotifyNtfy
from apprise.plugins.slack import NotifySlack
from apprise.plugins.webexteams import NotifyWebexTeams
from apprise.plugins.workflows import NotifyWorkflows
from apprise.plugins.zulip import NotifyZulip
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _

from core.ciphers import cipher
from core.refusals import Refused

T = TypeVar("T")
SALT = "notices.chat.addresses"
PRODUCT = "Extreme Customer Service"
# Options after the question mark that are part of a webhook's address. Others could turn off the check of certificates, follow
# redirects, repeat posts, add targets and read files.
OPTIONS = {"api-version", "key", "mode", "pa", "sig", "sp", "sv", "token"}
# For posting, shorter than others wait for the lock of the post. Checking the host before that takes as long as the machine's
# resolver needs, and the post is locked then too. Apprise itself waits four seconds for each part of an answer.
LONGEST_SECONDS = 10


class AddressRefused(Refused):
    """The address of a chat channel can't be used. The message says why, without the address."""


@dataclass(frozen=True, slots=True)
class ChatService:
    """Plugin of Apprise, and the host with an optional port that it posts to. `is_own`: the address names that host."""

    plugin: type[NotifyBase]
    host: Callable[[Any], str]
    is_own: bool


@dataclass(frozen=True, slots=True)
class ChatTarget:
    """One place that messages can be posted to."""

    scheme: str
    host: str
    is_own: bool
    plugin: NotifyBase

    @property
    def destination(self) -> str:
        """What operators list to allow it."""
        return f"{self.scheme}://{self.host}" if self.is_own else self.scheme

    @property
    def shown_as(self) -> str:
        """The address without its secret parts."""
        return f"{self.scheme}://{self.host}/…" if self.is_own else f"{self.scheme}://…"


def _host_in_address(plugin: Any) -> str:
    return f"{plugin.host}:{plugin.port}" if plugin.port else str(plugin.host)


def _host_of_ntfy(plugin: Any) -> str:
    # Without a topic, the plugin takes the host for one and posts to the public server.
    return _host_in_address(plugin) if plugin.mode == "private" else "ntfy.sh"


def _host_of_slack(plugin: Any) -> str:
    return {"bot": "slack.com", "gov-hook": "hooks.slack-gov.com"}.get(plugin.mode, "hooks.slack.com")


def _host_of_webex(plugin: Any) -> str:
    return "webexapis.com" if plugin.mode == "bot" else "api.ciscospark.com"


def _host_of_zulip(plugin: Any) -> str:
    return f"{plugin.organization}.{plugin.hostname}"


def _cloud(plugin: type[NotifyBase], host: Callable[[Any], str]) -> ChatService:
    return ChatService(plugin, host, is_own=False)


def _own(plugin: type[NotifyBase], host: Callable[[Any], str] = _host_in_address) -> ChatService:
    return ChatService(plugin, host, is_own=True)


SERVICES: Mapping[str, ChatService] = {
    "discord": _cloud(NotifyDiscord, lambda _plugin: "discord.com"),
    "gchat": _cloud(NotifyGoogleChat, lambda _plugin: "chat.googleapis.com"),
    "slack": _cloud(NotifySlack, _host_of_slack),
    "webex": _cloud(NotifyWebexTeams, _host_of_webex),
    "mmost": _own(NotifyMattermost),
    "mmosts": _own(NotifyMattermost),
    "nctalk": _own(NotifyNextcloudTalk),
    "nctalks": _own(NotifyNextcloudTalk),
    "ntfy": _own(NotifyNtfy, _host_of_ntfy),
    "ntfys": _own(NotifyNtfy, _host_of_ntfy),
    "workflows": _own(NotifyWorkflows),
    "zulip": _own(NotifyZulip, _host_of_zulip),
}


def target_of(address: str) -> ChatTarget:
    """The target of an address, or `AddressRefused`. Only its form is checked.

    It has Apprise's form, such as `slack://…`, or is the `https://` address of a webhook as the service shows it.
    """
    scheme, parts = _read(address.strip())
    if not parts["qsd"].keys() <= OPTIONS:
        raise AddressRefused(_("Remove the options after the question mark. They aren't supported here."))
    service = SERVICES[scheme]
    plugin = _safely(lambda: service.plugin(**{**parts, "tag": set(), "asset": _asset()}))
    if len(plugin) != 1:
        raise AddressRefused(
            _("This address has %(count)d targets. Add a channel for each, so that only the one that fails is tried again.")
            % {"count": len(plugin)}
        )
    return ChatTarget(scheme, service.host(plugin).lower(), service.is_own, plugin)


def allowed_target(address: str) -> ChatTarget:
    """The target of an address, or `AddressRefused` if operators don't allow it."""
    target = target_of(address)
    if target.destination not in settings.NOTICES_CHAT_ALLOWED:
        raise AddressRefused(
            _("%(destination)s isn't allowed. Ask your operators to add it to the setting NOTICES_CHAT_ALLOWED.")
            % {"destination": target.destination}
        )
    return target


def seal(address: str) -> str:
    """The address as it is stored."""
    return cipher(SALT).encrypt(address.encode()).decode()


def unseal(sealed: str) -> str:
    """The stored address, or `AddressRefused` if it was stored under another SECRET_KEY."""
    try:
        return cipher(SALT).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise AddressRefused(
            _("The address was stored under another SECRET_KEY. Enter it again, or add that key to SECRET_KEY_FALLBACKS.")
        ) from error


def _read(address: str) -> tuple[str, Mapping[str, Any]]:
    """Scheme and parts of an address, as Apprise reads them."""
    scheme, separator, _rest = address.partition("://")
    name = scheme.lower()
    if name == "https" and (shown := _webhook(address)) is not None:
        return shown
    if not separator or name not in SERVICES:
        schemes = ", ".join(f"{each}://" for each in SERVICES)
        raise AddressRefused(
            _("Start with one of these: %(schemes)s. Or paste the address of a webhook.") % {"schemes": schemes}
        )
    # Apprise itself does this too, because # starts the name of a channel.
    parts = _safely(lambda: SERVICES[name].plugin.parse_url(address.replace("/#", "/%23")))
    if parts is None:
        raise AddressRefused(_not_readable())
    return name, parts


def _webhook(address: str) -> tuple[str, Mapping[str, Any]] | None:
    """The same for the address of a webhook, or None if no service has such webhooks."""
    for name, service in SERVICES.items():
        if parts := _safely(partial(service.plugin.parse_native_url, address)):
            # A service with and without TLS has two names.
            return parts["schema"] if parts["schema"] in SERVICES else name, parts
    return None


def _safely(ask: Callable[[], T]) -> T:
    """Answer of a plugin about an address, or `AddressRefused` if it fails."""
    try:
        return ask()
    except Exception:  # noqa: BLE001 - plugins raise many kinds, and their messages contain the address
        raise AddressRefused(_not_readable()) from None


def _not_readable() -> str:
    return _("This address can't be read. Check it against the examples.")


def _asset() -> AppriseAsset:
    """Options of Apprise: what posts say about their sender, no redirects, and a limit of time."""
    return AppriseAsset(
        app_id=PRODUCT,
        app_desc=PRODUCT,
        app_url=settings.SITE_URL,
        image_url_mask="",
        image_url_logo="",
        http_redirects=False,
        async_mode=False,
        allow_templates=False,
        service_timeout=LONGEST_SECONDS,
    )
