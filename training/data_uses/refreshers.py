"""Data about people in refreshers, rehearsals and readiness."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import NAME_ERASED, Area, DataUse, KeptFor, LegalBasis, NotAboutPeople, Seer
from people.identity import Role
from training.permissions.refreshers import COLLEAGUES

WITH_ITEM = (KeptFor(_("Deleted when the item is removed from the refresher, and when your record is erased.")),)

REFRESHERS = (
    DataUse(
        key="refresher_progress",
        area=Area.SCRIPTS,
        title=_("Your refresher training"),
        what=_(
            "Which items of a refresher you have done and when, for which version of a script, which support contact you "
            "got to know, who recorded a conversation with you, what was opened again for you and why, and when you were last "
            "reminded."
        ),
        purpose=_("So that everyone on the line has practised the current wording."),
        source=_("You, and your trainer after a conversation."),
        seen_by=(Seer.SELF, Seer.APPROVERS, Seer.LEADS),
        kept=WITH_ITEM,
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.AGENT,),
        fields={
            "training.ItemDone": "person done_at script_version contact_id",
            "training.ItemReopened": "person reopened_at reason",
            "training.Nudge": "person nudged_by nudged_at",
        },
        figures=("ReadinessTable.done", "ReadinessTable.total", "ReadinessTable.left", "ReadinessTable.nudged_at"),
        own_page="training:mine",
        pages=("training:readiness",),
    ),
    DataUse(
        key="readiness",
        area=Area.SCRIPTS,
        title=_("Whether you are ready"),
        what=_("Whether you have done everything in the refresher of your crisis. Nobody is compared with others."),
        purpose=_("Only people who are ready count as on the line."),
        source=_("Computed for each page from what you have done."),
        seen_by=(Seer.SELF, Seer.APPROVERS, Seer.LEADS, Seer.SUPERVISORS),
        kept=(KeptFor(_("It isn't kept.")),),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.AGENT,),
        fields={},
        figures=("ReadyPeopleTable.*",),
        own_page="training:mine",
        pages=("training:readiness",),
    ),
    DataUse(
        key="rehearsals",
        area=Area.SCRIPTS,
        title=_("Rehearsals of role plays"),
        what=_("Who rehearsed and who observed, when and with which script version, the scores, the notes and the decision."),
        purpose=_("To practise before it counts. Scores are used for nothing else and never leave the training."),
        source=_("You and the colleague who observed you."),
        seen_by=(Seer.SELF, Seer.APPROVERS),
        kept=WITH_ITEM,
        basis=LegalBasis.EMPLOYMENT,
        about=COLLEAGUES,
        fields={
            "training.Rehearsal": "player observer state script_version notes asked_at finished_at",
            "training.BehaviourScore": "name rating out_of anchor",
        },
        own_page="training:mine",
        pages=("training:rehearsal",),
    ),
    DataUse(
        key="training_written",
        area=Area.SCRIPTS,
        title=_("Refreshers and role plays you wrote"),
        what=_("Who is the trainer of a refresher, and who wrote a role play."),
        purpose=_("So that people know whom to ask."),
        source=_("Your action."),
        seen_by=(Seer.SELF, Seer.COLLEAGUES),
        kept=(NAME_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.TRAINER,),
        fields={"training.Refresher": "trainer", "training.RolePlay": "author"},
        figures=("RefreshersTable.trainer",),
        own_page="training:refreshers",
        pages=("training:refreshers",),
    ),
)

REFRESHER_OMISSIONS = (
    NotAboutPeople(
        "the training itself",
        {
            "training.Refresher": "journal title due_on state created_at published_at closed_at",
            "training.RefresherItem": "refresher position kind title text minutes script role_play quiz is_anonymised "
            "changed_at told_version_id",
            "training.RolePlay": "script title situation player_role observer_role created_at",
            "training.Behaviour": "role_play position name anchors",
            "training.ItemDone": "item",
            "training.ItemReopened": "item",
            "training.Nudge": "refresher",
            "training.Rehearsal": "role_play item",
        },
        (
            "RefreshersTable.title",
            "RefreshersTable.crisis",
            "RefreshersTable.state",
            "RefreshersTable.items",
            "RefreshersTable.due_on",
            "RolePlaysTable.*",
            "ReadinessGroupsTable.*",
            "ReadinessTable.actions",
        ),
    ),
)
