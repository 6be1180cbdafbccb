"""Notifications, e-mails and drafts."""

from django.utils.translation import gettext_lazy as _

from core import mail_outbox
from people.data_registry import (
    Area,
    DataUse,
    KeptFor,
    LegalBasis,
    Seer,
    days_of,
    lasting,
)

MESSAGES = (
    DataUse(
        key="notifications",
        area=Area.MESSAGES,
        title=_("Notifications"),
        what=_("The messages under the bell, with the time they were sent and read."),
        purpose=_("To tell you what is new and what is waiting for you."),
        source=_("The product."),
        seen_by=(Seer.SELF,),
        kept=(
            KeptFor(_("Deleted %(period)s after you read them."), days_of("RETENTION_READ_NOTIFICATIONS_DAYS")),
            KeptFor(_("Unread ones are deleted after %(period)s."), days_of("RETENTION_UNREAD_NOTIFICATIONS_DAYS")),
        ),
        basis=LegalBasis.EMPLOYMENT,
        fields={"people.Notification": "person key text url created_at read_at is_planned is_about_drill"},
        own_page="people:notifications",
    ),
    DataUse(
        key="emails",
        area=Area.MESSAGES,
        title=_("E-mails to you"),
        what=_("Your address, the text until it is sent, and whether and when it was sent."),
        purpose=_("To deliver e-mails, and to find out why one didn't arrive."),
        source=_("The product."),
        seen_by=(Seer.ADMINISTRATORS,),
        kept=(
            KeptFor(
                _(
                    "The text is deleted when it is sent or given up, the record %(period)s later. Pages show neither you "
                    "nor the text."
                ),
                lasting(mail_outbox.KEPT),
            ),
        ),
        basis=LegalBasis.EMPLOYMENT,
        fields={
            "core.OutgoingMail": "kind recipient data state tries is_bulk may_have_arrived expires_at error created_at "
            "finished_at"
        },
        figures=(
            "OutgoingMailTable.created_at",
            "OutgoingMailTable.kind",
            "OutgoingMailTable.state",
            "OutgoingMailTable.tries",
            "OutgoingMailTable.error",
        ),
        pages=("notices:mail",),
    ),
    DataUse(
        key="drafts",
        area=Area.MESSAGES,
        title=_("Drafts of forms"),
        what=_("What you typed into a long form and haven't sent yet."),
        purpose=_("So that you don't lose your text."),
        source=_("You."),
        seen_by=(Seer.SELF,),
        kept=(KeptFor(_("Deleted %(period)s after your last change."), days_of("RETENTION_DRAFTS_DAYS")),),
        basis=LegalBasis.OWN_CHOICE,
        fields={"people.FormDraft": "person key fields saved saved_at sent_at"},
    ),
)
