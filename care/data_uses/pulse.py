"""The wellbeing pulse, its figures, and wishes for a break."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from care.models.pulse import COMPARED
from care.permissions import COLLEAGUES
from people.data_registry import NAME_ERASED, Area, DataUse, KeptFor, LegalBasis, Seer, days_of
from people.identity import Role

PERIOD = days_of("RETENTION_PULSE_DAYS")


def uncompared() -> timedelta:
    """Period after which a round is compared with no other."""
    return max(PERIOD(), COMPARED)


PULSE = (
    DataUse(
        key="pulse_answers",
        area=Area.CARE,
        title=_("Your answers about strain and support"),
        what=_(
            "Your answers to two questions: how strained you feel, and whether you have what you need. They have no time, and "
            "skipping leaves nothing. Your coach sees those of rounds that end while they are your coach. After three strained "
            "answers in a row you are offered to ask for a break; nobody else is told."
        ),
        purpose=_(
            "So that you and your coach can see how you are over time, and for figures of groups. They are never used for "
            "selection, reviews or awards."
        ),
        source=_("You. You can change them while the round is open."),
        seen_by=(Seer.SELF, Seer.COACH),
        kept=(
            KeptFor(
                _("Deleted %(period)s after the end of the round, at once if you skip it, and when your record is erased."),
                PERIOD,
            ),
        ),
        basis=LegalBasis.OWN_CHOICE,
        about=COLLEAGUES,
        fields={"care.PulseAnswer": "person strain support"},
        figures=("AnswersTable.day", "AnswersTable.about", "AnswersTable.strain", "AnswersTable.support"),
        own_page="care:pulse",
        pages=("care:coachee",),
    ),
    DataUse(
        key="pulse_asked",
        area=Area.CARE,
        title=_("That you were asked how you are"),
        what=_(
            "In which rounds you were asked, your teams, shift and channels at that time, and whether the questions still "
            "wait. Answering and skipping look the same."
        ),
        purpose=_("To ask you on your home page, and to make figures of groups."),
        source=_("A supervisor starts a round for all agents. In an active crisis, its team is asked every few days."),
        seen_by=(Seer.SELF,),
        kept=(KeptFor(_("Deleted %(period)s after the end of the round, and when your record is erased."), PERIOD),),
        basis=LegalBasis.INTEREST,
        about=COLLEAGUES,
        fields={"care.PulseAsked": "person team shift channel is_waiting"},
        own_page="care:pulse",
    ),
    DataUse(
        key="pulse_figures",
        area=Area.CARE,
        title=_("Figures of groups from the pulse"),
        what=_(
            "For everyone asked, and by team, shift and channel: the share of people who are strained or lack something, in "
            "tens of percent, and a lower limit of the number of answers. A figure is shown only if nothing about fewer than "
            "five people follows from all figures that are shown. For comparing rounds, each figure keeps who was asked in "
            "its group, which nobody sees."
        ),
        purpose=_("To notice when groups are strained, and to change something. Everyone asked can read what changed."),
        source=_("Computed once, after the end of the round, from complete answers."),
        seen_by=(Seer.SUPERVISORS, Seer.LEADS),
        kept=(
            KeptFor(_("Who was asked in a group is deleted %(period)s after the end of the round."), uncompared),
            KeptFor(_("The figures have no time limit and stay as they are when a record is erased.")),
        ),
        basis=LegalBasis.INTEREST,
        about=COLLEAGUES,
        fields={"care.PulseFigure": "by name at_least strained_percent lacking_percent people"},
        figures=(
            "PulseFiguresTable.name",
            "PulseFiguresTable.at_least",
            "PulseFiguresTable.strained_percent",
            "PulseFiguresTable.lacking_percent",
            "PulseRoundsTable.strained_percent",
            "PulseRoundsTable.lacking_percent",
        ),
        pages=("care:rounds", "care:round"),
    ),
    DataUse(
        key="breaks_asked_for",
        area=Area.CARE,
        title=_("That you asked for a break"),
        what=_("Whom you asked for a break and when, and when they noted that you've talked. None of your answers."),
        purpose=_("So that someone talks to you soon."),
        source=_(
            "You choose your coach or the lead of your crisis. Only the one you choose is told, also with a notification."
        ),
        seen_by=(Seer.SELF, Seer.COACH, Seer.LEADS),
        kept=(
            KeptFor(_("Deleted %(period)s after you asked, and when your or their record is erased."), PERIOD),
            KeptFor(
                _("It's deleted at once if you take it back. The notification is then marked as read and kept like others.")
            ),
        ),
        basis=LegalBasis.OWN_CHOICE,
        about=COLLEAGUES,
        fields={"care.BreakRequest": "person to asked_at settled_at"},
        own_page="care:pulse",
        pages=("care:break",),
    ),
    DataUse(
        key="pulse_changes",
        area=Area.CARE,
        title=_("What you said has changed after a pulse round"),
        what=_("Your text about what changed, with your name and the time."),
        purpose=_("So that people see that their answers helped."),
        source=_("You, as a supervisor or as lead or deputy of the crisis. The journal has it, too."),
        seen_by=(Seer.SELF, Seer.COLLEAGUES),
        kept=(NAME_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.SUPERVISOR,),
        fields={"care.PulseRound": "change change_by change_at"},
        own_page="care:rounds",
        pages=("care:round",),
    ),
)
