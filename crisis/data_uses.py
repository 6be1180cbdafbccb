"""What this room does with data about people."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import NAME_ERASED, Area, DataUse, KeptFor, LegalBasis, NotAboutPeople, Seer
from people.identity import Role

USES = (
    DataUse(
        key="invitations",
        area=Area.CRISIS,
        title=_("Invitations and your answer"),
        what=_(
            "That you were invited and until when, the reminders sent, your three confirmations with the version of the "
            "terms, or that you declined, didn't answer or withdrew, with a reason only if you gave one."
        ),
        purpose=_("To form a team of people who want to be on it. A no has no consequences."),
        source=_("The lead invites; you answer."),
        seen_by=(Seer.SELF, Seer.LEADS),
        kept=(KeptFor(_("Deleted when the crisis is closed or cancelled. Only totals that reveal no one are kept.")),),
        basis=LegalBasis.OWN_CHOICE,
        fields={
            "crisis.Invitation": "person round is_ranked state confirms_solution confirms_training confirms_timing reason "
            "invited_at deadline_at told_at reminders_sent answered_at ended_at"
        },
        figures=(
            "InvitationsTable.name",
            "InvitationsTable.state",
            "InvitationsTable.invited_at",
            "InvitationsTable.deadline_at",
            "InvitationsTable.reason",
        ),
        own_page="crisis:invitations",
        pages=("crisis:buy_in",),
    ),
    DataUse(
        key="team_membership",
        area=Area.CRISIS,
        title=_("That you were on a crisis team"),
        what=_("From when to when you were on which team."),
        purpose=_("To know who is on the team, to give people rest between crises, and to name them in the report."),
        source=_("Your acceptance, and the lead who releases people."),
        seen_by=(Seer.SELF, Seer.CRISIS_TEAM, Seer.SUPERVISORS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.INTEREST,
        fields={"crisis.TeamMember": "person joined_at left_at is_drill"},
        own_page="crisis:list",
        pages=("crisis:detail",),
    ),
    DataUse(
        key="responsible_for_crisis",
        area=Area.CRISIS,
        title=_("That you opened or led a crisis"),
        what=_("Who opened a crisis, who is its lead and who its deputy."),
        purpose=_("So that everyone knows who decides."),
        source=_("The supervisor who sets up the crisis."),
        seen_by=(Seer.SELF, Seer.CRISIS_TEAM, Seer.SUPERVISORS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.SUPERVISOR,),
        fields={"crisis.Crisis": "opened_by lead deputy"},
        figures=("CrisesTable.lead",),
        own_page="crisis:list",
        pages=("crisis:detail",),
    ),
    DataUse(
        key="support_contacts",
        area=Area.CRISIS,
        title=_("How to reach you as a support contact"),
        what=_("Your name, how to reach you, and a phone number."),
        purpose=_("So that the team knows whom to call when a contact gets difficult."),
        source=_("The lead of the crisis."),
        seen_by=(Seer.SELF, Seer.CRISIS_TEAM, Seer.SUPERVISORS),
        kept=(KeptFor(_("Kept with the crisis. Deleted when the lead removes it or your record is erased.")),),
        basis=LegalBasis.EMPLOYMENT,
        fields={"crisis.SupportContact": "person name reach phone"},
        own_page="people:own-data",
        pages=("crisis:detail",),
    ),
    DataUse(
        key="updates_confirmed",
        area=Area.CRISIS,
        title=_("Updates you confirmed"),
        what=_("That you confirmed an update in the crisis room, and when."),
        purpose=_("So that the lead knows that the message arrived."),
        source=_("Your confirmation."),
        seen_by=(Seer.SELF, Seer.LEADS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        fields={"crisis.UpdateSeen": "sequence person seen_at"},
        own_page="people:own-data",
    ),
)

OMISSIONS = (
    NotAboutPeople(
        "the crisis itself",
        {
            "crisis.Crisis": "journal state title kind scope cause severity is_drill solution expectations training_hours "
            "duration shifts reward team_size review_factor answer_hours rest_days round next_update_at escalated_due_at "
            "opened_at activated_at resolved_at review_began_at closed_at cancelled_at closing_counts",
            "crisis.Goal": "measure target due_on",
            "crisis.UpdateEscalation": "due_at level told_at",
        },
        (
            "CrisesTable.title",
            "CrisesTable.state",
            "CrisesTable.severity",
            "CrisesTable.drill",
            "CrisesTable.taken",
            "CrisesTable.team_size",
            "CrisesTable.opened_at",
        ),
    ),
    NotAboutPeople(
        "the terms of the team, which are the same for everyone",
        {
            "crisis.Terms": "version solution expectations training_hours duration shifts reward scripts review_factor "
            "stated_at",
        },
    ),
    NotAboutPeople("a form", figures=("InvitationsTable.extend",)),
    NotAboutPeople("counts and means of a whole team", figures=("SurgeTable.*", "SectionsTable.*", "CoverageNowTable.*")),
)

ENTRIES = (*USES, *OMISSIONS)
