"""Four phrases to start from. The list is data: supervisors change it as they like."""

from typing import Any

from django.db import migrations

PHRASES = {
    "that's our policy": "Here is what I can do for you today, and why it works this way: …",
    "calm down": "I can hear how much trouble this causes. Let us sort it out together, step by step.",
    "you should have …": "From here on, the quickest way is …",
    "I know exactly how you feel": "Thank you for telling me. Anybody would be upset about that.",
}


def add(apps: Any, _schema_editor: Any) -> None:
    phrases = apps.get_model("scripts_library", "HarmfulPhrase").objects
    phrases.bulk_create(phrases.model(phrase=phrase, better=better) for phrase, better in PHRASES.items())


def remove(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("scripts_library", "HarmfulPhrase").objects.filter(phrase__in=PHRASES).delete()


class Migration(migrations.Migration):
    dependencies = [("scripts_library", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
