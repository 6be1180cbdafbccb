"""Data about people in scripts and their acknowledgements."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import NAME_ERASED, Area, DataUse, LegalBasis, NotAboutPeople, Seer
from people.identity import Role

SCRIPTS = (
    DataUse(
        key="scripts_read",
        area=Area.SCRIPTS,
        title=_("Scripts you confirmed"),
        what=_("That you confirmed a version of a script, or that it was withdrawn, and when."),
        purpose=_("So that everyone uses the current wording, and to know who hasn't seen it yet."),
        source=_("Your confirmation."),
        seen_by=(Seer.SELF, Seer.SUPERVISORS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.AGENT, Role.REVIEWER),
        fields={"scripts_library.Acknowledgement": "person what acknowledged_at"},
        figures=("ReadersTable.name", "ReadersTable.at"),
        own_page="scripts_library:library",
        pages=("scripts_library:readers",),
    ),
    DataUse(
        key="scripts_written",
        area=Area.SCRIPTS,
        title=_("Scripts you own, wrote or approved"),
        what=_("Who owns a script, and who wrote, approved or sent back which version, when and why."),
        purpose=_("So that nobody approves their own text, and everyone knows whom to ask."),
        source=_("Your action."),
        seen_by=(Seer.SELF, Seer.SUPERVISORS, Seer.APPROVERS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.SUPERVISOR, Role.APPROVER, Role.TRAINER),
        fields={
            "scripts_library.Script": "owner",
            "scripts_library.ScriptVersion": "author writer_ids approver submitted_at approved_at sent_back_reason "
            "withdrawal_reason",
            "scripts_library.ApprovalCheck": "question is_met",
            "scripts_library.BlockVersion": "author",
        },
        figures=(
            "VersionsTable.author_name",
            "VersionsTable.approver_name",
            "CrisisScriptsTable.owner",
            "BlockVersionsTable.author",
        ),
        own_page="scripts_library:library",
        pages=("scripts_library:version",),
    ),
)

OMISSIONS = (
    NotAboutPeople(
        "the script itself",
        {
            "scripts_library.Script": "title journal created_at channel language variant_of",
            "scripts_library.ScriptVersion": "number state situation what_to_say tone what_not_to_say what_to_ask "
            "escalation plan_b revision starts_at ends_at ended_at created_at follows_number takes_effect",
        },
        (
            "VersionsTable.number",
            "VersionsTable.state",
            "VersionsTable.starts_at",
            "VersionsTable.until",
            "VersionsTable.acknowledged_count",
            "VersionsTable.compare",
            "CrisisScriptsTable.title",
            "CrisisScriptsTable.published",
            "CrisisScriptsTable.newest",
            "CrisisScriptsTable.read_by",
        ),
    ),
    NotAboutPeople("lists phrases", figures=("PhrasesTable.*",)),
    NotAboutPeople(
        "the building block itself",
        {"scripts_library.BlockVersion": "block number text created_at"},
        (
            "BlocksTable.*",
            "BlockUsesTable.*",
            "BlockVersionsTable.number",
            "BlockVersionsTable.text",
            "BlockVersionsTable.created_at",
        ),
    ),
)
