"""Contacts, responses and decisions about them."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from feedback.models import RetentionKind
from feedback.retention_periods import months_kept
from people.data_registry import Area, DataUse, KeptFor, LegalBasis, Months, Seer
from people.identity import Role

AGENTS = (Role.AGENT,)


def _months(kind: RetentionKind) -> Callable[[], Months]:
    return lambda: Months(months_kept(kind))


WORK = "channel topic language started_at ended_at response_seconds handle_seconds is_resolved resolved_on_first_contact"

CONTACTS = (
    DataUse(
        key="contacts",
        area=Area.FEEDBACK,
        title=_("Contacts you handled"),
        what=_(
            "Each call, chat or e-mail: when it began and ended, channel, topic, language, response and handle time, "
            "whether it was resolved, and when a survey was sent."
        ),
        purpose=_(
            "To compare like with like, to choose contacts for review, and to compute the response rate. Handle time is "
            "shown as context and is never a target."
        ),
        source=_("Imported from the systems of your organisation."),
        seen_by=(Seer.SELF, Seer.REVIEWER, Seer.OPERATIONS, Seer.ADMINISTRATORS),
        kept=(
            KeptFor(
                _(
                    "Deleted by whole months: this month and the %(period)s before it are kept. Contacts with a review "
                    "stay with it."
                ),
                _months(RetentionKind.CONTACTS),
            ),
        ),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        fields={
            "feedback.Interaction": f"source external_id person {WORK} hour_band is_drill survey_sent_at",
            "feedback.Claim": f"person {WORK} survey_sent_at keeps_agent other_key",
        },
        own_page="people:own-data",
        pages=("quality:review", "feedback:audit_list"),
    ),
    DataUse(
        key="responses",
        area=Area.FEEDBACK,
        title=_("Customers' responses about your contacts"),
        what=_("Rating, question, time, comment, and whether the response counts."),
        purpose=_("To see how satisfied customers are, and whether a response can be trusted."),
        source=_("Imported from the survey systems of your organisation."),
        seen_by=(Seer.SELF, Seer.REVIEWER, Seer.OPERATIONS, Seer.ADMINISTRATORS),
        kept=(
            KeptFor(
                _("Ratings: this month and the %(period)s before it are kept."),
                _months(RetentionKind.CONTACTS),
            ),
            KeptFor(_("Comments: this month and the %(period)s before it."), _months(RetentionKind.COMMENTS)),
        ),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        fields={
            "feedback.SurveyResponse": "instrument value state responded_at comment is_out_of_window",
            "feedback.ClaimedAnswer": "instrument value responded_at comment",
        },
        figures=(
            "AuditTable.reference",
            "AuditTable.rating",
            "AuditTable.why",
            "AuditTable.agent",
            "AuditTable.at",
        ),
        own_page="people:own-data",
        pages=("feedback:audit_list", "quality:review"),
    ),
    DataUse(
        key="recordings",
        area=Area.FEEDBACK,
        title=_("Links to recordings, and transcripts"),
        what=_(
            "The address of a recording in another system, and the written text of a contact. No voice or emotion is analysed."
        ),
        purpose=_("So that a reviewer can hear or read what they review."),
        source=_("Imported from the systems of your organisation."),
        seen_by=(Seer.REVIEWER,),
        kept=(
            KeptFor(_("Links: this month and the %(period)s before it are kept."), _months(RetentionKind.RECORDINGS)),
            KeptFor(_("Transcripts: this month and the %(period)s before it."), _months(RetentionKind.TRANSCRIPTS)),
        ),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        fields={
            "feedback.Interaction": "recording_url transcript",
            "feedback.Claim": "recording_url transcript",
        },
        pages=("quality:review",),
    ),
    DataUse(
        key="corrected_responses",
        area=Area.FEEDBACK,
        title=_("Decisions about single responses"),
        what=_("That a response counts or doesn't, or belongs to another agent: who decided it, when and why."),
        purpose=_("To correct wrong data by a person's decision that others can check."),
        source=_("Operations or an administrator, for instance after you said that something is wrong."),
        seen_by=(Seer.OPERATIONS, Seer.ADMINISTRATORS),
        kept=(
            KeptFor(_("Deleted with the contact: this month and the %(period)s before it."), _months(RetentionKind.CONTACTS)),
        ),
        basis=LegalBasis.INTEREST,
        about=(Role.AGENT, Role.OPS, Role.ADMINISTRATOR),
        fields={
            "feedback.CountingDecision": "source external_id instrument responded_at value counts reason decided_by decided_at",
            "feedback.Assignment": "source external_id person decided_by decided_at",
        },
        pages=("feedback:audit_list",),
    ),
)
