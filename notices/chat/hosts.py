"""Addresses of chat servers in the network. Private ones are refused unless operators list their network."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.utils.translation import gettext as _

from notices.chat.addresses import AddressRefused

# IPv6 addresses for IPv4 hosts, used where the network itself has no IPv4.
NAT64 = IPv6Network("64:ff9b::/96")
MAPPED, COMPATIBLE = IPv6Network("::ffff:0:0/96"), IPv6Network("::/96")

Address = IPv4Address | IPv6Address


class HostNotFound(AddressRefused):
    """The name of the chat server can't be resolved, now at least."""


def require_public(host: str) -> None:
    """Refuse a host with an optional port if any of its addresses is private and in no listed network."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    networks = [ip_network(network) for network in settings.NOTICES_CHAT_NETWORKS]
    for address in _addresses(name.strip("[]")):
        if not _is_public(address) and not any(address in network for network in networks):
            raise AddressRefused(
                _(
                    "%(host)s has the private address %(address)s. Ask your operators to add its network to the setting "
                    "NOTICES_CHAT_NETWORKS."
                )
                % {"host": name, "address": address}
            )


def _addresses(name: str) -> list[Address]:
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise HostNotFound(_("The host %(host)s wasn't found. Check the spelling.") % {"host": name}) from error
    return [_as_ipv4(ip_address(str(place[0]).partition("%")[0])) for _family, _type, _protocol, _name, place in found]


def _as_ipv4(address: Address) -> Address:
    if isinstance(address, IPv6Address) and any(address in network for network in (NAT64, MAPPED, COMPATIBLE)):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_public(address: Address) -> bool:
    """Whether the address is in the internet. A tunnel (6to4) can lead to any network, so it isn't."""
    if isinstance(address, IPv6Address) and (address.sixtofour or address.is_site_local):
        return False
    return address.is_global and not address.is_multicast
