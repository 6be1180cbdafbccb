from django.contrib import admin

from core.readonly_admin import ReadOnlyAdmin
from scripts_library.models import Acknowledgement, HarmfulPhrase, Script, ScriptVersion

admin.site.register([Script, ScriptVersion, Acknowledgement, HarmfulPhrase], ReadOnlyAdmin)
