"""Data about people on the agent's console."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import DELETED_WITH_RECORD, UNTIL_CHANGED, Area, DataUse, LegalBasis, NotAboutPeople, Seer
from people.identity import Role

CONSOLE = (
    DataUse(
        key="scripts_pinned",
        area=Area.SCRIPTS,
        title=_("Scripts you pinned"),
        what=_("Which scripts you pinned, and in which order."),
        purpose=_("So that you reach them with one tap."),
        source=_("Your choice."),
        seen_by=(Seer.SELF,),
        kept=(UNTIL_CHANGED, DELETED_WITH_RECORD),
        basis=LegalBasis.OWN_CHOICE,
        about=(Role.AGENT, Role.REVIEWER),
        fields={"scripts_library.PinnedScript": "person script position"},
        own_page="scripts_library:library",
    ),
)

CONSOLE_OMISSIONS = (
    NotAboutPeople(
        "the script itself",
        {
            "scripts_library.Script": "stage",
            "scripts_library.SearchEntry": "language title_words situation_words squashed_title title_vector vector",
        },
    ),
    NotAboutPeople("words of searches, without the people who searched", figures=("UnfoundTable.*",)),
)
