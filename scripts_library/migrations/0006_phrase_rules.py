"""Rules about harmful phrases with themes and reasons, and rules to start from."""

import tomllib
from pathlib import Path
from typing import Any

import django.contrib.postgres.fields
import django.db.models.functions.text
from django.db import migrations, models

STARTER = Path(__file__).with_name("0006_starter_rules.toml")
DETAILS = ("reason", "theme", "fine_in")


def add_starter_rules(apps: Any, _schema_editor: Any) -> None:
    """Add the rules that aren't listed yet. Listed phrases keep their better wording, and get the details they lack."""
    rules = apps.get_model("scripts_library", "PhraseRule").objects
    listed = {rule.pattern.lower(): rule for rule in rules.all()}
    new, known = [], []
    for theme, entries in tomllib.loads(STARTER.read_text(encoding="utf-8")).items():
        for entry in entries:
            rule = listed.get(entry["pattern"].lower())
            if rule is None:
                new.append(rules.model(theme=theme, language="en", **entry))
            elif not rule.reason:
                rule.reason, rule.theme, rule.fine_in = entry["reason"], theme, entry.get("fine_in", [])
                known.append(rule)
    rules.bulk_create(new)
    rules.bulk_update(known, DETAILS)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("scripts_library", "0005_console"),
    ]

    operations = [
        migrations.RemoveConstraint("harmfulphrase", "harmful_phrase_unique"),
        migrations.RemoveConstraint("harmfulphrase", "harmful_phrase_has_a_better_one"),
        migrations.RenameModel("HarmfulPhrase", "PhraseRule"),
        migrations.RenameField("phraserule", "phrase", "pattern"),
        migrations.AlterModelOptions("phraserule", {"ordering": ["pattern", "pk"]}),
        migrations.AddField(
            "phraserule",
            "reason",
            models.CharField(blank=True, default="", max_length=1000, verbose_name="Why it upsets customers"),
        ),
        migrations.AddField(
            "phraserule",
            "fine_in",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            "phraserule",
            "theme",
            models.CharField(
                choices=[
                    ("blame", "Blame"),
                    ("dismissal", "Dismissal"),
                    ("false_empathy", "False empathy"),
                    ("bureaucracy", "Bureaucracy"),
                    ("commands", "Commands"),
                    ("false_promises", "False promises"),
                    ("jargon", "Jargon"),
                    ("absolutes", "Absolutes"),
                    ("other", "Other"),
                ],
                default="other",
                max_length=20,
                verbose_name="Theme",
            ),
        ),
        migrations.AddField(
            "phraserule", "language", models.CharField(blank=True, default="en", max_length=8, verbose_name="Language")
        ),
        migrations.AddField("phraserule", "is_on", models.BooleanField(default=True, verbose_name="In use")),
        migrations.RunPython(add_starter_rules, migrations.RunPython.noop),
        migrations.AddConstraint(
            "phraserule",
            models.UniqueConstraint(
                django.db.models.functions.text.Lower("pattern"), models.F("language"), name="phrase_rule_unique"
            ),
        ),
        migrations.AddConstraint(
            "phraserule",
            models.CheckConstraint(
                condition=models.Q(models.Q(("pattern", ""), _negated=True), models.Q(("better", ""), _negated=True)),
                name="phrase_rule_has_a_better_one",
            ),
        ),
        migrations.AddConstraint(
            "phraserule",
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "theme__in",
                        [
                            "blame",
                            "dismissal",
                            "false_empathy",
                            "bureaucracy",
                            "commands",
                            "false_promises",
                            "jargon",
                            "absolutes",
                            "other",
                        ],
                    )
                ),
                name="phrase_rule_theme_known",
            ),
        ),
    ]
