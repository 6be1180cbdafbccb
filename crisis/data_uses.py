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
            "terms, or that you declined, didn't answer or withdrew, with a reason only if you gave one, and that you asked "
            "to come back."
        ),
        purpose=_("To form a team of people who want to be on it. A no has no consequences."),
        source=_("The lead invites; you answer."),
        seen_by=(Seer.SELF, Seer.LEADS),
        kept=(
            KeptFor(
                _(
                    "When the crisis is closed or cancelled, it's deleted if you didn't join in the end. If you served, "
                    "reasons, how you left and that you asked to come back are deleted; the rest stays."
                )
            ),
            KeptFor(_("Totals are kept only if they reveal no one.")),
        ),
        basis=LegalBasis.OWN_CHOICE,
        fields={
            "crisis.Invitation": "person round is_ranked state confirms_solution confirms_training confirms_timing reason "
            "wants_back_at invited_at deadline_at told_at reminders_sent answered_at ended_at"
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
        key="farewell_messages",
        area=Area.CRISIS,
        title=_("What the lead wrote to you when you were released"),
        what=_("A message that only you can read."),
        purpose=_("So that you know why you were released, or are thanked."),
        source=_("The lead or deputy who releases you."),
        seen_by=(Seer.SELF,),
        kept=(KeptFor(_("Deleted when you're invited again, when the crisis is closed, and when your record is erased.")),),
        basis=LegalBasis.EMPLOYMENT,
        fields={"crisis.Invitation": "farewell"},
        own_page="crisis:invitations",
    ),
    DataUse(
        key="crisis_consents",
        area=Area.CRISIS,
        title=_("What you agreed to when you joined a team"),
        what=_(
            "The version of the terms, the three sentences as you saw them, their language, when you agreed and whether on "
            "the page or from a link, and until the end of the crisis how you left. No network address and no browser. Lead "
            "and deputy see only whether it matches the journal."
        ),
        purpose=_("So that both sides can prove what was promised."),
        source=_("Your acceptance. The journal has a digest of it; a random salt keeps others from guessing its content."),
        seen_by=(Seer.SELF, Seer.LEADS),
        kept=(
            KeptFor(_("How you left is deleted when the crisis is closed or cancelled.")),
            KeptFor(_("The rest is kept with your membership of the team.")),
            NAME_ERASED,
        ),
        basis=LegalBasis.EMPLOYMENT,
        fields={
            "crisis.Consent": "terms_digest format language solution_sentence training_sentence timing_sentence way given_at "
            "salt left_as"
        },
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
        key="hours_on_the_line",
        area=Area.CRISIS,
        title=_("Your hours on the line"),
        what=_(
            "When you went on the line of a crisis and off it, whether a time ended automatically, and the hours they add up "
            "to. Corrections are in the journal with their writer, reason and the times before. The protocol has your hours."
        ),
        purpose=_("To know who is on the line now, and to say in the protocol how long people served."),
        source=_("You switch yourself on and off. You, the lead and the deputy can correct it."),
        seen_by=(Seer.SELF, Seer.LEADS, Seer.SUPERVISORS, Seer.OPERATIONS),
        kept=(
            KeptFor(
                _(
                    "There's no time limit. When your record is erased, the hours stay without your name, and the reasons of "
                    "corrections go."
                )
            ),
        ),
        basis=LegalBasis.EMPLOYMENT,
        fields={"crisis.LineShift": "person starts_at ends_at is_unchecked is_drill"},
        figures=(
            "HoursTable.name",
            "HoursTable.state",
            "HoursTable.count",
            "HoursTable.time",
            "HoursTable.unchecked",
            "LineTimesTable.starts_at",
            "LineTimesTable.ends_at",
            "LineTimesTable.time",
            "LineTimesTable.corrections",
        ),
        own_page="people:own-data",
        pages=("crisis:hours", "crisis:member_hours", "protocol:detail"),
    ),
    DataUse(
        key="help_requests",
        area=Area.CRISIS,
        title=_("That you asked for help"),
        what=_(
            "When you asked, your note, who was called and when, who answered and when, and when it ended. Support contact, "
            "lead and deputy are called at once, and the backups and all supervisors only while nobody answers. The journal "
            "doesn't say that anyone asked, and messages don't name you."
        ),
        purpose=_("So that help surely comes. It never counts against you: no figure about you has it."),
        source=_("You press a button. The system calls people until one answers."),
        seen_by=(Seer.SELF, Seer.CALLED, Seer.LEADS),
        kept=(KeptFor(_("Deleted when the crisis is closed or cancelled, or when your record is erased.")),),
        basis=LegalBasis.INTEREST,
        fields={
            "crisis.HelpRequest": "person state note asked_at answered_by answered_at ended_at is_escalated",
            "crisis.HelpCall": "person level called_at",
        },
        own_page="people:own-data",
        pages=("crisis:help_request",),
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
        what=_(
            "Your name, how to reach you, a phone number, your hours with their time zone, whom you serve (shift, channel, "
            "language), and whether you're the first choice or a backup."
        ),
        purpose=_("So that the team knows whom to call when a contact gets difficult, and requests for help reach you."),
        source=_("The lead of the crisis."),
        seen_by=(Seer.SELF, Seer.CRISIS_TEAM, Seer.SUPERVISORS),
        kept=(
            KeptFor(_("There's no time limit. If the lead removes you, the journal keeps it, so that it can be restored.")),
            KeptFor(_("When your record is erased, your name, the number and how to reach you go, in the journal, too.")),
        ),
        basis=LegalBasis.EMPLOYMENT,
        fields={
            "crisis.SupportContact": "person name reach phone rank days starts_at ends_at time_zone shift channel language"
        },
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
            "crisis.Goal": "measure target due_on set_on figure direction start_value target_value unit achievable relevant "
            "final_value final_standing",
            "crisis.GoalEntry": "measured_on measured_value note",
            "crisis.StaffingNeed": "dimension value needed",
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
    NotAboutPeople("forms", figures=("InvitationsTable.extend", "LineTimesTable.correct")),
    NotAboutPeople("counts and means of a whole team", figures=("SurgeTable.*", "SectionsTable.*", "CoverageNowTable.*")),
    NotAboutPeople("counts of a team by shift, channel and language", figures=("NeededTable.*", "StaffingTable.*")),
)

ENTRIES = (*USES, *OMISSIONS)
