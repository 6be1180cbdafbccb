"""What this room does with data about people."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import TEXTS_ERASED, Area, DataUse, KeptFor, LegalBasis, NotAboutPeople, Seer, lasting
from people.identity import Role
from quality.actions import lapses

AGENTS = (Role.AGENT,)
OF_A_REVIEW = (Seer.SELF, Seer.REVIEWER, Seer.TEAM_LEADERS, Seer.LEADS)

USES = (
    DataUse(
        key="reviews",
        area=Area.QUALITY,
        title=_("Quality reviews of your contacts"),
        what=_(
            "Which contact was reviewed by whom, the answer to each question, the score, bonus and red flag, the comment, "
            "and when you confirmed that you read it."
        ),
        purpose=_("To give you feedback you can use, and to see how the organisation serves its customers."),
        source=_("The reviewer. The score is computed from the answers; the page shows the arithmetic."),
        seen_by=OF_A_REVIEW,
        kept=(TEXTS_ERASED,),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        fields={
            "quality.Review": "reviewer person state comment score bonus is_red_flagged started_at completed_at "
            "acknowledged_at",
            "quality.ReviewAnswer": "value",
        },
        figures=(
            "CaseReviewsTable.completed_at",
            "CaseReviewsTable.person",
            "CaseReviewsTable.reviewer",
            "CaseReviewsTable.score",
            "CaseReviewsTable.red_flag",
            "CaseReviewsTable.is_acknowledged",
        ),
        own_page="quality:mine",
        pages=("quality:result", "crisis:review", "crisis:reviews"),
    ),
    DataUse(
        key="corrected_reviews",
        area=Area.QUALITY,
        title=_("Reviews before a correction"),
        what=_("The answers, score and comment as they were before the reviewer corrected them, and why they were corrected."),
        purpose=_("So that a correction can be followed. Only the corrected review counts."),
        source=_("The reviewer."),
        seen_by=OF_A_REVIEW,
        kept=(TEXTS_ERASED,),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        fields={
            "quality.SupersededReview": "number answers comment score bonus is_red_flagged written_at acknowledged_at "
            "superseded_at reason"
        },
        own_page="quality:mine",
        pages=("quality:result",),
    ),
    DataUse(
        key="imported_evaluations",
        area=Area.QUALITY,
        title=_("Evaluations imported from another tool"),
        what=_("Form, evaluator, answers, scores, red flag, comment, dispute, and the contact they are about."),
        purpose=_("To show all feedback about you in one place. They don't count in scores here."),
        source=_("Imported from the evaluation tool of your organisation."),
        seen_by=(Seer.SELF, Seer.TEAM_LEADERS, Seer.LEADS),
        kept=(TEXTS_ERASED,),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        fields={
            "quality.ImportedEvaluation": "source external_id is_retracted is_disputed person identity agent evaluator "
            "form conversation_id total_score critical_score is_red_flagged comment groups conversation_at released_at "
            "changed_at"
        },
        figures=(
            "PreviewedEvaluationsTable.agent",
            "PreviewedEvaluationsTable.evaluator",
            "PreviewedEvaluationsTable.form",
            "PreviewedEvaluationsTable.conversation_at",
            "PreviewedEvaluationsTable.changed_at",
            "PreviewedEvaluationsTable.external_id",
        ),
        own_page="quality:mine",
        pages=("quality:imported_evaluation", "crisis:imported_evaluation"),
    ),
    DataUse(
        key="planned_reviews",
        area=Area.QUALITY,
        title=_("Planned reviews"),
        what=_(
            "That reviews of your work are planned, from when to when, which contact was drawn for which reviewer, and "
            "why a contact was replaced or a planned review lapsed."
        ),
        purpose=_("To review everyone equally often, and to choose contacts at random instead of by hand."),
        source=_("The plan of the review programme, and a draw from your contacts."),
        seen_by=(Seer.SELF, Seer.REVIEWER, Seer.SUPERVISORS),
        kept=(
            KeptFor(_("Reviews that lapsed are deleted %(period)s after they opened."), lasting(lapses.KEPT)),
            KeptFor(_("Others stay with their review.")),
        ),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        fields={
            "quality.ProgrammeMember": "programme person joined_at left_at",
            "quality.Slot": "programme person iso_year iso_week number opens_at due_at state reviewer assigned_at lapse_reason",
            "quality.Replacement": "replaced_by reason replaced_at",
        },
        own_page="people:own-data",
        pages=("quality:queue", "quality:review"),
    ),
    DataUse(
        key="review_averages",
        area=Area.QUALITY,
        title=_("Average review score and coverage of your work"),
        what=_(
            "Over the last four weeks: reviews done and open, mean score, red flags, unread results, and which share of "
            "your channels, topics, hours and survey results the reviews covered."
        ),
        purpose=_("To see that reviews give a broad picture, and to talk about them. No one gets a rank from them."),
        source=_("Computed from reviews."),
        seen_by=(Seer.SELF, Seer.TEAM_LEADERS),
        kept=(KeptFor(_("Computed for each page; nothing is stored.")),),
        basis=LegalBasis.INTEREST,
        about=AGENTS,
        figures=(
            "ReviewedPeopleTable.name",
            "ReviewedPeopleTable.done",
            "ReviewedPeopleTable.open",
            "ReviewedPeopleTable.mean_score",
            "ReviewedPeopleTable.red_flags",
            "ReviewedPeopleTable.unread",
            "ReviewedPeopleTable.review_coverage",
        ),
        own_page="quality:mine",
        pages=("quality:board",),
    ),
    DataUse(
        key="red_flags_seen",
        area=Area.QUALITY,
        title=_("Who follows up on a red flag"),
        what=_("Who confirmed that they know of a red flag, and when."),
        purpose=_("So that no red flag is forgotten."),
        source=_("The supervisor's confirmation."),
        seen_by=(Seer.SELF, Seer.TEAM_LEADERS, Seer.LEADS),
        kept=(KeptFor(_("There's no time limit. It's deleted if the review is corrected.")),),
        basis=LegalBasis.INTEREST,
        about=(Role.SUPERVISOR,),
        fields={"quality.RedFlagSeen": "person seen_at"},
    ),
    DataUse(
        key="reviewers_work",
        area=Area.QUALITY,
        title=_("Your work as a reviewer"),
        what=_("How many reviews you can make in a week, how many you have taken, and how many are overdue."),
        purpose=_("To distribute reviews fairly, and to notice early that there are too few reviewers."),
        source=_("A supervisor sets the capacity; the rest is counted from the reviews assigned to you."),
        seen_by=(Seer.SELF, Seer.SUPERVISORS),
        kept=(KeptFor(_("The capacity is kept until it is changed. The rest is counted for each page.")),),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.REVIEWER,),
        fields={"quality.ReviewerCapacity": "person reviews_per_week"},
        figures=(
            "ReviewersTable.name",
            "ReviewersTable.taken",
            "ReviewersTable.capacity",
            "ReviewersTable.overdue",
            "ReviewersTable.note",
        ),
        own_page="quality:queue",
        pages=("quality:board", "quality:capacity"),
    ),
)

OMISSIONS = (
    NotAboutPeople(
        "which question and which version of the scorecard it is",
        {"quality.Review": "version", "quality.ReviewAnswer": "question"},
    ),
    NotAboutPeople(
        "how versions of an imported evaluation follow each other",
        {"quality.ImportedEvaluation": "line context_id version retracts is_joined digest is_current is_withheld"},
        ("PreviewedEvaluationsTable.line",),
    ),
    NotAboutPeople("a link", figures=("ReviewersTable.change",)),
    NotAboutPeople("lists programmes, with counts", figures=("ProgrammesTable.*",)),
    NotAboutPeople("the arithmetic of one score, by question", figures=("ArithmeticTable.*",)),
)

ENTRIES = (*USES, *OMISSIONS)
