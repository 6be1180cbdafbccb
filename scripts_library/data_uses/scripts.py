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
            "withdrawal_reason first_approver publisher emergency_reason afterwards_by afterwards_at afterwards_problem",
            "scripts_library.Approval": "version person approved_at is_afterwards",
            "scripts_library.ApprovalCheck": "approval question is_met",
            "scripts_library.BlockVersion": "author",
        },
        figures=(
            "VersionsTable.author_name",
            "VersionsTable.approver_name",
            "CrisisScriptsTable.owner",
            "FreshnessTable.owner_name",
            "BlockVersionsTable.author",
        ),
        own_page="scripts_library:library",
        pages=("scripts_library:version", "scripts_library:freshness"),
    ),
    DataUse(
        key="script_comments",
        area=Area.SCRIPTS,
        title=_("Comments on scripts"),
        what=_("Comments and replies that you wrote about a script before or after its approval, and which ones you resolved."),
        purpose=_("So that writers and approvers agree on the wording."),
        source=_("Your action."),
        seen_by=(Seer.SELF, Seer.SUPERVISORS, Seer.APPROVERS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.SUPERVISOR, Role.APPROVER, Role.TRAINER),
        fields={
            "scripts_library.PassageComment": "version person field start end quote text created_at resolved_at resolved_by",
            "scripts_library.CommentReply": "comment person text created_at",
        },
        own_page="scripts_library:library",
        pages=("scripts_library:version",),
    ),
)

OMISSIONS = (
    NotAboutPeople(
        "the script itself",
        {
            "scripts_library.Script": "title journal created_at kind archived_at channel language variant_of",
            "scripts_library.ScriptVersion": "number state situation what_to_say tone what_not_to_say what_to_ask "
            "escalation plan_b revision starts_at ends_at ended_at created_at approvals_needed publish_at review_by_on "
            "review_reminder is_emergency afterwards_due_at say_instead takes_effect follows_number",
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
    NotAboutPeople(
        "how often scripts are approved and reviewed",
        {"scripts_library.ScriptKind": "name approvals_needed review_every_days is_default"},
        ("KindsTable.*",),
    ),
    NotAboutPeople(
        "uses of scripts, without the people who used them",
        figures=(
            "FreshnessTable.title",
            "FreshnessTable.kind_name",
            "FreshnessTable.review_by_on",
            "FreshnessTable.overdue_days",
            "FreshnessTable.uses",
            "FreshnessTable.last_used_at",
            "FreshnessTable.is_live",
            "FreshnessTable.next_step",
        ),
    ),
)
