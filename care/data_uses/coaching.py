"""Coaches, their sessions with people, and what these want them to know."""

from django.utils.translation import gettext_lazy as _

from care.permissions import COLLEAGUES
from care.queries.sessions import A_YEAR
from people.data_registry import Area, DataUse, KeptFor, LegalBasis, Seer, lasting

OF_BOTH = (Seer.SELF, Seer.COACH)
WITH_SESSION = (
    KeptFor(
        _("Deleted %(period)s after the day of the session, and when the record of the person who is coached is erased."),
        lasting(A_YEAR),
    ),
)

COACHING = (
    DataUse(
        key="coaches",
        area=Area.CARE,
        title=_("Your coach"),
        what=_(
            "Who is your coach from when to when, who proposed them and when, whether they may read notes that you shared "
            "with earlier ones, and the last day on which they opened the page about you."
        ),
        purpose=_("So that your coach, and nobody else, sees what you share with them."),
        source=_(
            "You choose a coach, or agree to one whom a leader of your team proposes. The leader isn't told what you decide."
        ),
        seen_by=OF_BOTH,
        kept=(
            KeptFor(_("There's no time limit. It's deleted when your record is erased; when the coach's is, their name goes.")),
            KeptFor(_("A proposal is deleted when you decline it.")),
        ),
        basis=LegalBasis.OWN_CHOICE,
        about=COLLEAGUES,
        fields={"care.CoachOf": "person coach proposed_by proposed_at agreed_at ended_at shares_earlier last_read_on"},
        figures=("CoacheesTable.person", "CoacheesTable.agreed_at"),
        own_page="care:pulse",
        pages=("care:coachees",),
    ),
    DataUse(
        key="coaching_sessions",
        area=Area.CARE,
        title=_("Coaching sessions, shared notes and agreed actions"),
        what=_(
            "The day of each session, whether it was held and when, the notes that both of you write, and who does what until "
            "when. The agenda counts reviews and pulse answers since the last session, without scores, and names awards. An "
            "earlier coach sees nothing any more, and a later one the shared notes only, if you allow it."
        ),
        purpose=_("To prepare sessions, and to remember what you agreed on."),
        source=_("You and your coach. The agenda is computed for each page."),
        seen_by=OF_BOTH,
        kept=WITH_SESSION,
        basis=LegalBasis.OWN_CHOICE,
        about=COLLEAGUES,
        fields={
            "care.CoachingSession": "planned_on state held_at shared_notes notes_version",
            "care.AgreedAction": "owner text due_on agreed_at done_at",
        },
        figures=("SessionsTable.planned_on", "SessionsTable.coach", "SessionsTable.state"),
        own_page="care:coaching",
        pages=("care:coachee", "care:session"),
    ),
    DataUse(
        key="private_coaching_notes",
        area=Area.CARE,
        title=_("Private notes about a coaching session"),
        what=_(
            "Notes that one of the two writes for themselves. Only their writer sees them: neither of you sees the other's."
        ),
        purpose=_("To think about a session without sharing it."),
        source=_("You. Your coach can write notes of their own."),
        seen_by=(Seer.SELF,),
        kept=(*WITH_SESSION, KeptFor(_("Deleted at once when you empty them, and when their writer's record is erased."))),
        basis=LegalBasis.OWN_CHOICE,
        about=COLLEAGUES,
        fields={"care.PrivateNote": "writer text"},
        own_page="care:coaching",
    ),
    DataUse(
        key="about_me",
        area=Area.CARE,
        title=_("What you want your coach to know about you"),
        what=_("How you like to get feedback, what helps you on a hard day, and what you are good at."),
        purpose=_("So that your coach can adapt to you."),
        source=_("You."),
        seen_by=OF_BOTH,
        kept=(KeptFor(_("Kept until you change or empty it. Deleted when your record is erased.")),),
        basis=LegalBasis.OWN_CHOICE,
        about=COLLEAGUES,
        fields={"care.AboutMe": "person feedback helps strengths"},
        own_page="care:coaching",
        pages=("care:coachee",),
    ),
)
