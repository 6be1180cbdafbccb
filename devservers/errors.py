"""Errors of the embedded servers, with messages for the terminal."""


class EmbeddedServersError(RuntimeError):
    """The embedded servers can't be started. The message says why and what to do."""
