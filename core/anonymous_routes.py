"""Anonymous routes: pages on which people may write without being known. Nothing about their requests is logged.

The rule is in the address, because servers and proxies that write logs know nothing else: a path with the segment `anonymous`.
"""

import logging

SEGMENT = "/anonymous/"


def is_anonymous(path: str) -> bool:
    """True if requests of this path must not be logged or linked to a person."""
    return SEGMENT in path


class WithoutAnonymousRoutes(logging.Filter):
    """Filter that drops records about requests of anonymous routes: errors, refusals, and the server's own messages."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", "")
        return not (is_anonymous(path) or is_anonymous(record.getMessage()))
