"""What this room does with data about people."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import NAME_ERASED, Area, DataUse, KeptFor, LegalBasis, NotAboutPeople, Seer, days_of
from people.identity import Role

UNTIL_PUBLISHED = KeptFor(
    _("Deleted when the import is published or discarded; after %(period)s without a decision it's discarded."),
    days_of("RETENTION_WAITING_DAYS"),
)

USES = (
    DataUse(
        key="rows_waiting",
        area=Area.FEEDBACK,
        title=_("Rows of files that wait to be imported"),
        what=_(
            "Contacts and responses as a file has them, with the name of the agent; leave and rosters of staff files; and "
            "cells that couldn't be read."
        ),
        purpose=_("To check a file before its rows count anywhere."),
        source=_("A file or another system of your organisation."),
        seen_by=(Seer.OPERATIONS, Seer.ADMINISTRATORS),
        kept=(
            UNTIL_PUBLISHED,
            KeptFor(_("Rows that couldn't be imported are kept as long as contacts, so that they can be corrected.")),
        ),
        basis=LegalBasis.INTEREST,
        about=(Role.AGENT,),
        fields={
            "intake.StagedRow": "external_id agent channel topic language started_at ended_at response_seconds "
            "handle_seconds is_resolved resolved_on_first_contact recording_url transcript survey_sent_at instrument "
            "value responded_at comment",
            "intake.Rejection": "value cells",
            "intake.StaffFile": "content matches",
            "intake.Import": "lost_cells",
        },
        figures=(
            "RowsTable.*",
            "RejectedTable.*",
            "ReasonsTable.*",
            "ClashesTable.*",
            "LostTable.*",
            "PlannedPeopleTable.*",
        ),
        pages=("intake:import_detail", "intake:import_people", "intake:import_rejected"),
    ),
    DataUse(
        key="imports_made",
        area=Area.RECORDS,
        title=_("Imports you made or decided about"),
        what=_(
            "Who uploaded, checked or undid a file, answered its questions, saved an import profile or created a webhook, "
            "and when."
        ),
        purpose=_("To know whom to ask about a file."),
        source=_("Your action."),
        seen_by=(Seer.SELF, Seer.OPERATIONS, Seer.ADMINISTRATORS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.SECURITY,
        about=(Role.OPS, Role.ADMINISTRATOR),
        fields={
            "intake.Import": "uploaded_by created_at undone_by undone_at file_name",
            "intake.Finding": "decision decided_by decided_at",
            "intake.OwnProfile": "saved_by saved_at",
            "intake.WebhookEndpoint": "created_by created_at revoked_at",
        },
        figures=("FilesTable.uploaded_by", "FilesTable.created_at", "ProfilesTable.saved_by", "ProfilesTable.saved_at"),
        pages=("intake:imports", "intake:profiles", "intake:import_detail"),
    ),
)

OMISSIONS = (
    NotAboutPeople(
        "about the file as a whole",
        {
            "intake.Import": "kind state path size_bytes digest source layout profile counts named_questions round goes_on "
            "creates_people published_at can_be_undone first_contact_at touched_at expired_at",
            "intake.Finding": "kind level count token about",
            "intake.StaffFile": "settings update",
        },
        (
            "FilesTable.title",
            "FilesTable.state",
            "FilesTable.kind",
            "FilesTable.source",
            "FilesTable.rows",
            "FilesTable.rejected",
        ),
    ),
    NotAboutPeople(
        "where a row stands in its file, and how exact its times are",
        {
            "intake.Rejection": "line column reason",
            "intake.StagedRow": "line digest started_precision survey_sent_precision precision",
        },
    ),
    NotAboutPeople(
        "about another system",
        {
            "intake.WebhookEndpoint": "address name source creates_people salt salt_before before_until_at",
            "intake.KeptAnswer": "key digest answer created_at",
        },
        ("WebhooksTable.*", "DeliveriesTable.*"),
    ),
    NotAboutPeople(
        "the profile itself", {"intake.OwnProfile": "name definition"}, ("ProfilesTable.name", "ProfilesTable.source")
    ),
)

ENTRIES = (*USES, *OMISSIONS)
