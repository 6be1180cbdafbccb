"""What this room does with data about people."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from feedback.models import RetentionKind
from feedback.retention_periods import months_kept
from people.data_registry import UNTIL_ERASED, Area, DataUse, KeptFor, LegalBasis, Months, NotAboutPeople, Seer
from people.identity import Role

AGENTS = (Role.AGENT,)


def _months(kind: RetentionKind) -> Callable[[], Months]:
    return lambda: Months(months_kept(kind))


# Counted from contacts and responses whenever a page shows them.
COMPUTED = KeptFor(_("Computed for each page from the monthly counts. A saved selection keeps its own."))
COUNTS = "n0 n1 n2 n3 n4 n5 n6 n7 n8 n9 n10"
WORK = "channel topic language started_at ended_at response_seconds handle_seconds is_resolved resolved_on_first_contact"
FIGURES_OF_TEAM = (Seer.SELF, Seer.TEAM_LEADERS, Seer.LEADS)

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

FIGURES = (
    DataUse(
        key="monthly_counts",
        area=Area.FIGURES,
        title=_("Monthly counts"),
        what=_(
            "How many of your responses had which rating, and how many of your contacts were rated, by month, channel, "
            "topic and language. Also the teams you were counted in."
        ),
        purpose=_("They are what all figures on this list are computed from."),
        source=_("Counted from contacts and responses."),
        seen_by=FIGURES_OF_TEAM,
        kept=(UNTIL_ERASED,),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        fields={
            "feedback.MonthlyScore": f"{COUNTS} person month_on channel topic language instrument",
            "feedback.MonthlyContacts": "person month_on source channel rated unrated",
            "feedback.CountedSpan": "person_id team_id starts_on ends_on",
        },
        figures=("RankedCsp.csp", "RankedCsp.monthly_responses", "RankedCsp.monthly_satisfied"),
        own_page="feedback:own_card",
        pages=("feedback:card",),
    ),
    DataUse(
        key="csat",
        area=Area.FIGURES,
        title=_("CSAT and its interval"),
        what=_("Satisfied responses, all responses, their share, and the margin of error, in total and by month."),
        purpose=_("To show how satisfied your customers were, and how certain that is."),
        source=_("Computed from the monthly counts (Wilson interval)."),
        seen_by=FIGURES_OF_TEAM,
        kept=(COMPUTED,),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        figures=(
            "RankedCsp.responses",
            "RankedCsp.satisfied",
            "RankedCsp.csat_percent",
            "RankedCsp.lower_bound_percent",
            "RankedCsp.upper_bound_percent",
            "RankingTable.csat",
            "RankingTable.lower",
            "RankingTable.upper",
            "RankingTable.satisfied",
            "RankingTable.responses",
            "RankingTable.months",
            "MonthsTable.month",
            "MonthsTable.satisfied",
            "MonthsTable.responses",
            "MonthsTable.csat_percent",
            "MonthsTable.interval",
            "Card.chart",
        ),
        own_page="feedback:own_card",
        pages=("feedback:card", "feedback:ranking"),
    ),
    DataUse(
        key="adjusted_csat",
        area=Area.FIGURES,
        title=_("Adjusted CSAT, expected CSAT and rank"),
        what=_(
            "Your CSAT compared with what an average agent would have scored on the same work, blended with average "
            "responses; your rank by it; and whether the figures are too close to call."
        ),
        purpose=_(
            "To propose people for a crisis team by satisfaction that lasts, without a disadvantage for part-time or hard work."
        ),
        source=_("Computed from the monthly counts by the rule whose version is on the card."),
        seen_by=FIGURES_OF_TEAM,
        kept=(COMPUTED,),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        figures=(
            "RankedCsp.criteria",
            "RankedCsp.rank",
            "RankedCsp.place",
            "RankedCsp.adjusted_rate_percent",
            "RankedCsp.expected_rate_percent",
            "RankedCsp.in_band",
            "RankingTable.rank",
            "RankingTable.name",
            "RankingTable.adjusted",
            "RankingTable.expected",
            "RankingTable.outcome",
            "Card.row",
            "Card.name",
            "Card.is_own",
            "Card.has_place",
            "Card.note",
            "Card.changes",
            "Card.rule",
            "Card.prior",
            "Card.ranking",
            "Card.leaders",
        ),
        own_page="feedback:own_card",
        pages=("feedback:card", "feedback:ranking"),
    ),
    DataUse(
        key="eligibility",
        area=Area.FIGURES,
        title=_("Qualifying months and drops"),
        what=_("In how many months you had enough responses, and whether your CSAT was clearly below the minimum for a while."),
        purpose=_("To say who is eligible for a crisis team, and why not."),
        source=_("Computed from the monthly counts by the rule whose version is on the card."),
        seen_by=FIGURES_OF_TEAM,
        kept=(COMPUTED,),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        figures=(
            "RankedCsp.qualifying_months",
            "RankedCsp.dips",
            "RankingTable.qualifying",
            "MonthsTable.qualifies",
            "Card.reasons",
        ),
        own_page="feedback:own_card",
        pages=("feedback:card", "feedback:ranking"),
    ),
    DataUse(
        key="trend",
        area=Area.FIGURES,
        title=_("Trend"),
        what=_("Whether your CSAT is falling, steady or rising, compared with comparable work."),
        purpose=_("For information only. It decides nothing."),
        source=_("Computed from the monthly counts."),
        seen_by=FIGURES_OF_TEAM,
        kept=(COMPUTED,),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        figures=("RankedCsp.trend", "RankingTable.trend", "Card.trend", "Card.trend_icon"),
        own_page="feedback:own_card",
        pages=("feedback:card", "feedback:ranking"),
    ),
    DataUse(
        key="chance",
        area=Area.FIGURES,
        title=_("Chance"),
        what=_("How likely it is that you belong to the best, given how few or many responses there are."),
        purpose=_("To show how certain the figures are. It isn't a forecast."),
        source=_("Computed from the monthly counts by the rule whose version is on the card."),
        seen_by=FIGURES_OF_TEAM,
        kept=(COMPUTED,),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        figures=("RankedCsp.chance_percent", "RankingTable.chance", "Card.chance"),
        own_page="feedback:own_card",
        pages=("feedback:card", "feedback:ranking"),
    ),
    DataUse(
        key="response_rate",
        area=Area.FIGURES,
        title=_("Response rate"),
        what=_("The share of your contacts that customers rated, beside that of comparable contacts."),
        purpose=_("To notice if some customers are never asked. It decides nothing."),
        source=_("Computed from the monthly counts."),
        seen_by=FIGURES_OF_TEAM,
        kept=(COMPUTED,),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        figures=(
            "ResponseRate.contacts",
            "ResponseRate.rated",
            "ResponseRate.expected_percent",
            "ResponseRate.upper_bound_percent",
            "RankingTable.response_rate",
            "RankingTable.expected_response_rate",
            "Card.response_rate",
        ),
        own_page="feedback:own_card",
        pages=("feedback:card", "feedback:ranking"),
    ),
)

OMISSIONS = (
    NotAboutPeople(
        "how exact the times are, and in which order files apply",
        {
            "feedback.Interaction": "started_precision survey_sent_precision",
            "feedback.SurveyResponse": "precision",
            "feedback.Claim": "started_precision survey_sent_precision place",
            "feedback.ClaimedAnswer": "precision place",
        },
        ("AuditTable.mark",),
    ),
    NotAboutPeople("lists deletions and their periods", figures=("KindsKeptTable.*", "PurgesTable.*")),
)

ENTRIES = (*CONTACTS, *FIGURES, *OMISSIONS)
