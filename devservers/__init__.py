"""The project's own PostgreSQL and Valkey, for machines where nobody has set up others.

`attach` returns the addresses of the servers of a data folder and starts them if they do not run. Nothing here imports
Django: it runs before the settings are loaded. See docs/adr/0002-embedded-servers.md for the why.
"""

from devservers.attachment import Servers, attach, detach, provide, remove
from devservers.errors import EmbeddedServersError
from devservers.watching import watch

__all__ = ["EmbeddedServersError", "Servers", "attach", "detach", "provide", "remove", "watch"]
