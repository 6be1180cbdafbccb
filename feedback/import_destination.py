"""Feedback as the destination of imported rows, and its tabs on the imports pages."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from feedback.actions.import_merge import take_over
from feedback.actions.import_undo import take_back
from feedback.queries.audit import odd_responses
from feedback.queries.import_clashes import compare, perhaps_known, rated_again
from feedback.queries.import_undo import forecast
from feedback.queries.interactions import known_contacts
from feedback.queries.retention import contacts_kept_from, is_partly_purged
from feedback.sql.rollups import write_alone
from intake.destination import Destination
from intake.permissions import can_import
from people.tabs import Tab

RETENTION = "feedback:retention"

DESTINATION = Destination(
    lock=partial(write_alone, may_wait=False),
    compare=compare,
    rated_again=rated_again,
    perhaps_known=perhaps_known,
    take_over=take_over,
    take_back=take_back,
    forecast=forecast,
    is_partly_purged=is_partly_purged,
    kept_from=contacts_kept_from,
    known=known_contacts,
    odd=odd_responses,
    retention_route=RETENTION,
)
# Each tab with the route of the one before it.
TABS = (
    (Tab(_("Responses to check"), "feedback:audit", can_import), "intake:imports"),
    (Tab(_("Data retention"), RETENTION, can_import), "intake:profiles"),
)
