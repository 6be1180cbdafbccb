"""What this room does with data about people."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import NAME_ERASED, TEXTS_ERASED, UNTIL_CHANGED, Area, DataUse, LegalBasis, NotAboutPeople, Seer
from people.identity import Role

# Everyone who works with customers or with agents; see `permissions.can_nominate`.
PEOPLE = (Role.AGENT, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.TRAINER)

USES = (
    DataUse(
        key="awards",
        area=Area.RECOGNITION,
        title=_("Nominations and awards"),
        what=_(
            "Who nominated whom for which award, with the reason and the evidence, who decided and when, and the reason "
            "if it was declined."
        ),
        purpose=_("To recognise good work, and to decide about awards fairly."),
        source=_("The colleague who nominates, and the supervisor who decides."),
        seen_by=(Seer.SELF, Seer.COLLEAGUES, Seer.TEAM_LEADERS, Seer.SUPERVISORS, Seer.LEADS),
        kept=(TEXTS_ERASED,),
        basis=LegalBasis.INTEREST,
        about=PEOPLE,
        fields={
            "recognition.Award": "journal type nominee nominator amount reason state decided_by decided_at decline_reason "
            "nominated_at issued_at",
            "recognition.Evidence": "subject_type subject_id text",
        },
        figures=(
            "NominationsTable.nominee",
            "NominationsTable.type",
            "NominationsTable.amount",
            "NominationsTable.nominator",
            "NominationsTable.nominated_at",
        ),
        own_page="recognition:mine",
        pages=("recognition:wall", "recognition:approvals", "recognition:decide", "crisis:recognition"),
    ),
    DataUse(
        key="award_history",
        area=Area.RECOGNITION,
        title=_("Award history"),
        what=_("Each award you got: type, amount, budget, date and who approved it."),
        purpose=_("To pay what was promised, and to account for the budget."),
        source=_("The decision about a nomination."),
        seen_by=(Seer.SELF, Seer.TEAM_LEADERS, Seer.OPERATIONS, Seer.ADMINISTRATORS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        about=PEOPLE,
        fields={"recognition.LedgerEntry": "person type budget amount issued_on issued_at"},
        figures=(
            "LedgerTable.issued_on",
            "LedgerTable.person",
            "LedgerTable.type",
            "LedgerTable.amount",
            "LedgerTable.approved_by",
        ),
        own_page="recognition:mine",
        pages=("recognition:ledger",),
    ),
    DataUse(
        key="discretion",
        area=Area.RECOGNITION,
        title=_("That you don't want to be shown publicly"),
        what=_("Your wish not to appear on the wall of awards."),
        purpose=_("To respect it."),
        source=_("You."),
        seen_by=(Seer.SELF,),
        kept=(UNTIL_CHANGED,),
        basis=LegalBasis.OWN_CHOICE,
        about=PEOPLE,
        fields={"recognition.Discretion": "person"},
        own_page="recognition:mine",
    ),
)

OMISSIONS = (
    NotAboutPeople(
        "keys, units and links",
        figures=(
            "LedgerTable.pk",
            "LedgerTable.unit",
            "NominationsTable.unit",
            "NominationsTable.drill",
            "NominationsTable.decide",
        ),
    ),
    NotAboutPeople("lists budgets", figures=("BudgetsTable.*",)),
)

ENTRIES = (*USES, *OMISSIONS)
