"""What this room does with data about people."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import NAME_ERASED, Area, DataUse, KeptFor, LegalBasis, NotAboutPeople, Seer
from people.identity import Role

USES = (
    DataUse(
        key="named_in_protocols",
        area=Area.RECORDS,
        title=_("Your name in the protocol of a crisis"),
        what=_(
            "Who was on the team and from when to when, who decided what, and what people wrote about the crisis. Never "
            "who declined or withdrew."
        ),
        purpose=_("To learn from a crisis, and to prove what was done."),
        source=_("Compiled from the journal and the records; texts by lead and deputy."),
        seen_by=(Seer.SUPERVISORS, Seer.OPERATIONS),
        kept=(
            KeptFor(
                _("There's no time limit. When your record is erased, your name is replaced, and files are created again.")
            ),
            KeptFor(_("Files that were downloaded are outside the product.")),
        ),
        basis=LegalBasis.INTEREST,
        fields={"protocol.Protocol": "compiled texts", "protocol.ProtocolExport": "content unshown"},
        pages=("protocol:detail", "protocol:download"),
    ),
    DataUse(
        key="protocol_work",
        area=Area.RECORDS,
        title=_("Your work on a protocol"),
        what=_("Who wrote and reviewed it, who owns it, and which improvements you own until when."),
        purpose=_("So that commitments have an owner, and nobody reviews their own text."),
        source=_("Lead and deputy, and your action."),
        seen_by=(Seer.SELF, Seer.SUPERVISORS, Seer.OPERATIONS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.SUPERVISOR,),
        fields={
            "protocol.Protocol": "written_by owner review_by_on review_requested_from review_requested_at reviewed_by "
            "reviewed_at",
            "protocol.ImprovementAction": "action owner due_on verification",
        },
        own_page="protocol:list",
        pages=("protocol:detail",),
    ),
)

OMISSIONS = (
    NotAboutPeople(
        "the document as a whole",
        {
            "protocol.Protocol": "state version compiled_at journal_sequence",
            "protocol.ProtocolExport": "version state format requested_at",
            "protocol.ImprovementAction": "changes",
            "protocol.GoalRating": "rating",
        },
        ("ProtocolsTable.*",),
    ),
)

ENTRIES = (*USES, *OMISSIONS)
