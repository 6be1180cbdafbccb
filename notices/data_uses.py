"""What this room does with data about people."""

from django.utils.translation import gettext_lazy as _

from notices.actions import chat_posts
from people.data_registry import (
    NAME_ERASED,
    Area,
    DataUse,
    KeptFor,
    LegalBasis,
    NotAboutPeople,
    Seer,
    days_of,
    lasting,
)
from people.identity import Role

USES = (
    DataUse(
        key="email_choices",
        area=Area.MESSAGES,
        title=_("Your choices about e-mails"),
        what=_("Which notifications you get by e-mail, your quiet hours, and whether subjects hide the text."),
        purpose=_("To write to you only when and how you want."),
        source=_("You."),
        seen_by=(Seer.SELF,),
        kept=(KeptFor(_("Kept until you change it. Deleted when your record is erased.")),),
        basis=LegalBasis.OWN_CHOICE,
        fields={
            "notices.Preference": "person topic is_by_email",
            "notices.QuietHours": "person starts_at ends_at with_weekends",
            "notices.ShortSubjects": "person",
        },
        own_page="notices:preferences",
    ),
    DataUse(
        key="deliveries",
        area=Area.MESSAGES,
        title=_("What became of a notification's e-mail"),
        what=_("Whether it was sent, when, and why not if it wasn't."),
        purpose=_("To send each e-mail once and at the right time."),
        source=_("The product."),
        seen_by=(Seer.SELF,),
        kept=(
            KeptFor(
                _("Deleted with the notification: %(period)s after you read it."),
                days_of("RETENTION_READ_NOTIFICATIONS_DAYS"),
            ),
        ),
        basis=LegalBasis.EMPLOYMENT,
        fields={"notices.Delivery": "state reason release_at posted_at finished_at is_in_quiet_hours planned_at"},
        own_page="people:notifications",
    ),
    DataUse(
        key="chat_messages",
        area=Area.MESSAGES,
        title=_("Messages in chat channels"),
        what=_("The text of a message to a chat channel of your organisation, which can contain your name, until it is sent."),
        purpose=_("To tell a team at once, for instance that a script was withdrawn."),
        source=_("The product."),
        seen_by=(Seer.COLLEAGUES,),
        kept=(
            KeptFor(
                _(
                    "The text is deleted when it is sent or given up, the record %(period)s later. What is in the chat "
                    "program stays there."
                ),
                lasting(chat_posts.KEPT),
            ),
        ),
        basis=LegalBasis.INTEREST,
        fields={"notices.ChatPost": "message"},
    ),
    DataUse(
        key="wording_changes",
        area=Area.RECORDS,
        title=_("Wording of e-mails you changed"),
        what=_("Who changed the wording of an e-mail last, and when."),
        purpose=_("To know whom to ask about it."),
        source=_("Your action."),
        seen_by=(Seer.SELF, Seer.ADMINISTRATORS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.SECURITY,
        about=(Role.ADMINISTRATOR,),
        fields={"notices.LetterTemplate": "changed_by changed_at"},
        figures=("LetterTemplatesTable.changed_by", "LetterTemplatesTable.changed_at"),
        pages=("notices:templates",),
    ),
)

OMISSIONS = (
    NotAboutPeople(
        "the wording itself",
        {"notices.LetterTemplate": "topic subject body"},
        ("LetterTemplatesTable.title", "LetterTemplatesTable.urgency"),
    ),
    NotAboutPeople("lists channels and their posts, without texts", figures=("ChannelsTable.*", "PostsTable.*")),
)

ENTRIES = (*USES, *OMISSIONS)
