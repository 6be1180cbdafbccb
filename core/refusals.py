"""Expected failures. Each room's actions define their own subclasses, with a sentence a person can act on."""


class Refused(Exception):
    """The action was understood and is not possible now. The message says why and what to do next.

    Uncaught, it becomes a page (or, for htmx, a notice) with status 409; see `core.middleware`.
    """
