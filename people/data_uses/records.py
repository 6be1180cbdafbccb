"""Looks, the journal and API tokens."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import (
    NAME_ERASED,
    Area,
    DataUse,
    KeptFor,
    LegalBasis,
    Seer,
    days_of,
)
from people.models import Role

RECORDS = (
    DataUse(
        key="looks",
        area=Area.RECORDS,
        title=_("Who looked at your record"),
        what=_("Who opened your card, your reviews or a list with your figures, and on which day."),
        purpose=_("So that you can see who looks at your figures, and nobody looks without being seen."),
        source=_("The pages themselves."),
        seen_by=(Seer.SELF,),
        kept=(KeptFor(_("Deleted after %(period)s."), days_of("RETENTION_LOOKS_DAYS")),),
        basis=LegalBasis.SECURITY,
        fields={"people.Look": "viewer person team kind on at"},
        figures=("LooksTable.on", "LooksTable.viewer", "LooksTable.kind"),
        own_page="people:own-data",
    ),
    DataUse(
        key="journal",
        area=Area.RECORDS,
        title=_("The journal"),
        what=_("Who did what and when: decisions, changes and updates, with the names and texts that belong to them."),
        purpose=_("To prove afterwards what was done, and to learn from it. Entries can't be changed."),
        source=_("Actions of people and of the product."),
        seen_by=(Seer.SELF, Seer.CRISIS_TEAM, Seer.SUPERVISORS),
        kept=(
            KeptFor(
                _(
                    "There's no time limit. When your record is erased, names and texts about you are deleted; the fact "
                    "that something was done stays."
                )
            ),
        ),
        basis=LegalBasis.SECURITY,
        fields={
            "journal.Entry": "journal sequence verb actor_id subject_type subject_id data occurred_at recorded_at",
            "journal.JournalText": "name text",
        },
        pages=("crisis:detail",),
    ),
    DataUse(
        key="api_tokens",
        area=Area.RECORDS,
        title=_("API tokens you created or revoked"),
        what=_("Who created or revoked a token, and when."),
        purpose=_("To know who gave another system access."),
        source=_("Your action."),
        seen_by=(Seer.SELF, Seer.ADMINISTRATORS),
        kept=(NAME_ERASED,),
        basis=LegalBasis.SECURITY,
        about=(Role.ADMINISTRATOR,),
        fields={"people.ApiToken": "created_by created_at revoked_by revoked_at"},
        figures=("TokensTable.created_by",),
        pages=("people:tokens",),
    ),
)
