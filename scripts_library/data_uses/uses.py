"""Data about people in the uses of scripts."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import Area, DataUse, KeptFor, LegalBasis, NotAboutPeople, Seer, days_of
from people.identity import Role

USES = (
    DataUse(
        key="scripts_used",
        area=Area.SCRIPTS,
        title=_("Scripts you used"),
        what=_(
            "Which version of a script you used, when, the steps you went through, and whether it worked. Nothing about the "
            "customer is kept with it."
        ),
        purpose=_(
            "To see which scripts and steps help. Others see totals only, without names, from five people on. The start of a "
            "use is compared with your contacts, for the CSAT of all contacts in which the script was used."
        ),
        source=_("What you tap on the page of a script."),
        seen_by=(Seer.SELF,),
        kept=(
            KeptFor(_("Deleted %(period)s after the use."), days_of("RETENTION_SCRIPT_USES_DAYS")),
            KeptFor(_("Deleted when your record is erased.")),
        ),
        basis=LegalBasis.INTEREST,
        about=(Role.AGENT,),
        fields={"scripts_library.ScriptUse": "script version person started_at ended_at outcome path"},
        own_page="people:own-data",
    ),
)

OMISSIONS = (
    NotAboutPeople(
        "the steps of a script",
        {
            "scripts_library.ScriptStep": "version key position title say kind",
            "scripts_library.StepChoice": "step position customer_says next_key",
            "scripts_library.VersionBlock": "version block block_version",
        },
    ),
    NotAboutPeople(
        "counts of a script, without people and from five people on",
        figures=(
            "VersionEfficacyTable.uses",
            "VersionEfficacyTable.worked",
            "VersionEfficacyTable.csat",
            "VersionEfficacyTable.number",
            "VersionEfficacyTable.state",
            "VersionEfficacyTable.matched",
            "VersionEfficacyTable.several",
            "VersionEfficacyTable.unmatched",
            "StepEfficacyTable.*",
        ),
    ),
)
