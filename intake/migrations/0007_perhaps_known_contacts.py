"""Questions about contacts that are perhaps known already and about IDs that contacts share, and a label that fits all files."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_questions_of_sources")]

    operations = [
        migrations.RemoveConstraint(model_name="finding", name="finding_level_fits_kind"),
        migrations.RemoveConstraint(model_name="finding", name="finding_decision_fits_kind"),
        migrations.AlterField(
            model_name="finding",
            name="decision",
            field=models.CharField(
                blank=True,
                choices=[
                    ("publish", "Publish anyway"),
                    ("keep", "Keep the agents as they are"),
                    ("move", "Use the new agents"),
                    ("unrated", "These values aren't ratings"),
                    ("same", "These are the same contacts"),
                ],
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="kind",
            field=models.CharField(
                choices=[
                    ("nothing_read", "No row can be imported"),
                    ("ratings_rejected", "Most ratings can't be read"),
                    ("no_agent", "No row has an agent"),
                    ("no_rating", "No row has a rating"),
                    ("in_future", "Dates in the future"),
                    ("long_ago", "Very old dates"),
                    ("published_before", "File published under another source"),
                    ("other_question", "Ratings of another question"),
                    ("same_contacts", "Contacts known from another source"),
                    ("reassigned", "Contacts with a different agent"),
                    ("other_contacts", "Known contact IDs with other dates"),
                    ("perhaps_known", "Perhaps the same contacts as before"),
                    ("shared_ids", "Contact IDs that several contacts share"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(
                choices=[
                    ("gathering", "Collecting"),
                    ("uploaded", "Questions to answer"),
                    ("staging", "Reading"),
                    ("needs_people", "Names to match"),
                    ("needs_look", "Needs a look"),
                    ("checked", "Ready to publish"),
                    ("publishing", "Publishing"),
                    ("published", "Published"),
                    ("undoing", "Undoing"),
                    ("undone", "Undone"),
                    ("abandoned", "Discarded"),
                ],
                default="uploaded",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "nothing_read"), ("level", "obstacle")),
                    models.Q(("kind", "ratings_rejected"), ("level__in", ["question", "obstacle"])),
                    ("kind", "no_agent"),
                    models.Q(("kind", "no_rating"), ("level__in", ["note", "question"])),
                    models.Q(
                        (
                            "kind__in",
                            [
                                "in_future",
                                "long_ago",
                                "published_before",
                                "other_question",
                                "same_contacts",
                                "reassigned",
                                "other_contacts",
                                "perhaps_known",
                                "shared_ids",
                            ],
                        ),
                        ("level", "question"),
                    ),
                    _connector="OR",
                ),
                name="finding_level_fits_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision", ""),
                    models.Q(("decision__in", ["keep", "move"]), ("kind", "reassigned"), ("level", "question")),
                    models.Q(("decision", "unrated"), ("kind", "ratings_rejected"), ("level", "question")),
                    models.Q(("decision", "same"), ("kind", "perhaps_known"), ("level", "question")),
                    models.Q(
                        ("decision", "publish"),
                        ("level", "question"),
                        models.Q(("kind__in", ["reassigned", "ratings_rejected"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="finding_decision_fits_kind",
            ),
        ),
    ]
