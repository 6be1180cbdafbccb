"""Data about people in imports of scripts."""

from django.utils.translation import gettext_lazy as _

from people.data_registry import Area, DataUse, KeptFor, LegalBasis, NotAboutPeople, Seer
from people.identity import Role

IMPORTS = (
    DataUse(
        key="scripts_imported",
        area=Area.SCRIPTS,
        title=_("Files with scripts that you uploaded"),
        what=_("The name of the file, its scripts with the names or addresses of their owners, and when you uploaded it."),
        purpose=_("So that you can check a file before you import it."),
        source=_("Your upload."),
        seen_by=(Seer.SELF,),
        kept=(KeptFor(_("The scripts are deleted when you import them, the rest a week after the upload.")),),
        basis=LegalBasis.EMPLOYMENT,
        about=(Role.SUPERVISOR,),
        fields={"scripts_library.ScriptImport": "person file_name scripts rejected uploaded_at imported_at"},
        own_page="scripts_library:upload",
    ),
    NotAboutPeople("counts scripts", {"scripts_library.ScriptImport": "counts"}),
)
