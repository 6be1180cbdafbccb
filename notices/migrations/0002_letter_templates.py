"""Wordings of e-mails that an administrator changed."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        ("people", "0003_notification_is_planned"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=60)),
                ("subject", models.TextField(max_length=150)),
                ("body", models.TextField(max_length=4000)),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "changed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "texts of e-mails",
                "constraints": [
                    models.UniqueConstraint(fields=("topic",), name="letter_template_once_per_topic"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "subject__regex",
                                "^([^{}\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029]|\\{(text|kind|organisation)\\})+$",
                            )
                        ),
                        name="letter_template_subject_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "body__regex",
                                "^([^{}\\u0001-\\u0008\\u000b-\\u001f\\u007f-\\u009f]|\\{(text|kind|organisation)\\})+$",
                            )
                        ),
                        name="letter_template_body_has_known_placeholders",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body__contains", "{text}")), name="letter_template_body_has_the_message"
                    ),
                ],
            },
        ),
    ]
