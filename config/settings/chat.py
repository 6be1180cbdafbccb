"""Chat services and servers that operators allow, and the private networks that these servers may be in.

A service in the cloud is named by its scheme, and a server of one's own by scheme and host. Nothing else is allowed.
"""

import re
from ipaddress import ip_network

from config.settings import values

CLOUD_SCHEMES = ("discord", "gchat", "slack", "webex")
SERVER_SCHEMES = ("mmost", "mmosts", "nctalk", "nctalks", "ntfy", "ntfys", "workflows", "zulip")
HOST = re.compile(r"([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?")


def destinations(text: str) -> list[str]:
    """Allowed destinations in lower case: `slack`, or `ntfys://ntfy.example.org:8443`."""
    found = [name.lower() for name in values.names(text)]
    if not all(map(_is_destination, found)):
        raise ValueError(
            f"must list services ({', '.join(CLOUD_SCHEMES)}) and servers such as ntfys://ntfy.example.org "
            f"({', '.join(SERVER_SCHEMES)}), without user, token or path."
        )
    return found


def networks(text: str) -> list[str]:
    found = values.names(text)
    try:
        return [str(ip_network(network)) for network in found]
    except ValueError:
        raise ValueError("must list networks such as 10.20.0.0/16, comma-separated.") from None


def _is_destination(name: str) -> bool:
    scheme, separator, host = name.partition("://")
    if not separator:
        return scheme in CLOUD_SCHEMES
    return scheme in SERVER_SCHEMES and HOST.fullmatch(host) is not None
