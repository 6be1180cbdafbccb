"""Embedded PostgreSQL and Valkey, for machines without their own servers.

`attach` returns the addresses of the servers of a data folder and starts them if necessary. Nothing here imports Django,
because it runs before the settings are loaded. docs/adr/0002-embedded-servers.md explains why.
"""

from devservers.attachment import Servers, attach, detach, provide, remove
from devservers.errors import EmbeddedServersError
from devservers.watching import watch

__all__ = ["EmbeddedServersError", "Servers", "attach", "detach", "provide", "remove", "watch"]
