"""What can go wrong with the embedded servers, as sentences for the person at the terminal."""


class EmbeddedServersError(RuntimeError):
    """The embedded servers cannot be had; the message says why and what to do."""
