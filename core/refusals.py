"""Expected failures. Each room's actions define their own subclasses, with a message that helps the user."""


class Refused(Exception):
    """The action isn't possible now. The message says why and what to do next.

    Uncaught, it becomes a page (or, for htmx, a notice) with status 409; see `core.middleware`.
    """
