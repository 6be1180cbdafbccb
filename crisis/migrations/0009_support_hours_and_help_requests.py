import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0008_staffing"),
        ("people", "0006_rosters_and_updates_from_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("first", "Support contact, lead and deputy"),
                            ("backups", "Backups"),
                            ("supervisors", "Supervisors"),
                        ],
                        max_length=11,
                    ),
                ),
                ("called_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "calls for help",
                "ordering": ["called_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HelpRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("answered", "Answered"), ("closed", "Closed"), ("cancelled", "Cancelled")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("is_escalated", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name_plural": "requests for help",
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="supportcontact",
            options={"ordering": ["rank", "pk"]},
        ),
        migrations.AddField(
            model_name="supportcontact",
            name="channel",
            field=models.CharField(
                blank=True,
                choices=[
                    ("phone", "Phone"),
                    ("chat", "Chat"),
                    ("email", "E-mail"),
                    ("social", "Social media"),
                    ("other", "Other"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="supportcontact",
            name="days",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="supportcontact",
            name="ends_at",
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name="supportcontact",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.AddField(
            model_name="supportcontact",
            name="rank",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="supportcontact",
            name="shift",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.shift"
            ),
        ),
        migrations.AddField(
            model_name="supportcontact",
            name="starts_at",
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name="supportcontact",
            name="time_zone",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddConstraint(
            model_name="supportcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("rank__gte", 1), ("rank__lte", 3)), name="support_contact_rank_possible"
            ),
        ),
        migrations.AddConstraint(
            model_name="supportcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("days", []), ("ends_at", None), ("starts_at", None), ("time_zone", "")),
                    models.Q(
                        ("days__contained_by", [1, 2, 3, 4, 5, 6, 7]),
                        ("days__len__gte", 1),
                        ("ends_at__isnull", False),
                        ("starts_at__isnull", False),
                        models.Q(("time_zone", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="support_contact_hours_complete",
            ),
        ),
        migrations.AddField(
            model_name="helpcall",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="helprequest",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="helprequest",
            name="crisis",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="help_requests", to="crisis.crisis"
            ),
        ),
        migrations.AddField(
            model_name="helprequest",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="helpcall",
            name="request",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="crisis.helprequest"),
        ),
        migrations.AddIndex(
            model_name="helprequest",
            index=models.Index(
                condition=models.Q(("is_escalated", False), ("state", "open")), fields=["asked_at"], name="help_request_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "answered"])),
                fields=("crisis", "person"),
                name="help_request_one_unfinished",
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("ended_at", None), ("state", "open")),
                    models.Q(("answered_at__isnull", False), ("ended_at", None), ("state", "answered")),
                    models.Q(("ended_at__isnull", False), ("state__in", ["closed", "cancelled"])),
                    _connector="OR",
                ),
                name="help_request_times_match_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="help_request_answered_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_by", None), models.Q(("answered_by", models.F("person")), _negated=True), _connector="OR"
                ),
                name="help_request_answered_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_at__gte", models.F("asked_at")), _connector="OR"),
                    models.Q(("ended_at", None), ("ended_at__gte", models.F("asked_at")), _connector="OR"),
                ),
                name="help_request_times_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpcall",
            constraint=models.UniqueConstraint(fields=("request", "person"), name="help_call_once"),
        ),
        migrations.AddConstraint(
            model_name="helpcall",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["first", "backups", "supervisors"])), name="help_call_level_known"
            ),
        ),
    ]
