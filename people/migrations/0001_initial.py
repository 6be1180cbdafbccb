"""The tables of people. A generated column and a foreign key to a pair of columns keep merged records from forming chains."""

import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import migrations, models

# A foreign key to the pair of a record and “not merged”: so nothing can be merged into what is merged, nor the other way
# round, however many do it at once.
NO_CHAIN = """
ALTER TABLE people_person
    ADD COLUMN is_merged boolean GENERATED ALWAYS AS (merged_into_id IS NOT NULL) STORED,
    ADD COLUMN into_merged boolean GENERATED ALWAYS AS (CASE WHEN merged_into_id IS NOT NULL THEN false END) STORED,
    ADD CONSTRAINT person_id_and_is_merged UNIQUE (id, is_merged);
ALTER TABLE people_person ADD CONSTRAINT person_merged_into_no_chain
    FOREIGN KEY (merged_into_id, into_merged) REFERENCES people_person (id, is_merged);
"""
CHAIN = """
ALTER TABLE people_person DROP CONSTRAINT person_merged_into_no_chain;
ALTER TABLE people_person DROP CONSTRAINT person_id_and_is_merged, DROP COLUMN into_merged, DROP COLUMN is_merged;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("caller", models.CharField(max_length=80)),
                ("minute_at", models.DateTimeField()),
                ("calls", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["minute_at"], name="call_count_time")],
                "constraints": [models.UniqueConstraint(fields=("caller", "minute_at"), name="call_count_once_a_minute")],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("reporting_zone", models.CharField(default="UTC", max_length=60)),
                ("work_starts_at", models.TimeField(default=datetime.time(8, 0))),
                ("work_ends_at", models.TimeField(default=datetime.time(18, 0))),
                (
                    "second_factor_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("agent", "Agent"),
                                ("supervisor", "Supervisor"),
                                ("reviewer", "QA reviewer"),
                                ("approver", "Script approver"),
                                ("trainer", "Trainer"),
                                ("ops", "Operations"),
                                ("administrator", "Administrator"),
                            ],
                            max_length=20,
                        ),
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "second_factor_roles__contained_by",
                                ["agent", "supervisor", "reviewer", "approver", "trainer", "ops", "administrator"],
                            )
                        ),
                        name="organisation_second_factor_roles_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="organisation_only_one"),
                    models.CheckConstraint(
                        condition=models.Q(("work_starts_at__lt", models.F("work_ends_at"))), name="organisation_hours_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("display_name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254, null=True)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), blank=True, default=list, size=None
                    ),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("phone", "Phone"),
                                ("chat", "Chat"),
                                ("email", "E-mail"),
                                ("social", "Social media"),
                                ("other", "Other"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("contract_hours", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                ("time_zone", models.CharField(blank=True, max_length=60)),
                ("work_starts_at", models.TimeField(blank=True, null=True)),
                ("work_ends_at", models.TimeField(blank=True, null=True)),
                ("joined_on", models.DateField(blank=True, null=True)),
                ("left_on", models.DateField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "people",
                "ordering": ["display_name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("merging", "Being merged"),
                            ("merged", "Merged"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="merging",
                        max_length=8,
                    ),
                ),
                ("round", models.PositiveIntegerField(default=0)),
                ("kept_email", models.EmailField(blank=True, max_length=254)),
                ("merged_email", models.EmailField(blank=True, max_length=254)),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("undone_at", models.DateTimeField(null=True)),
                ("stayed_rows", models.PositiveBigIntegerField(default=0)),
                ("lost_rows", models.PositiveBigIntegerField(default=0)),
                (
                    "kept",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="people.person"),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merged_by", to="people.person"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="MovedRows",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63)),
                ("column", models.CharField(max_length=63)),
                (
                    "ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
                ),
                ("stayed", models.PositiveBigIntegerField(default=0)),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moved", to="people.personmerge"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "moved rows",
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("agent", "Agent"),
                            ("supervisor", "Supervisor"),
                            ("reviewer", "QA reviewer"),
                            ("approver", "Script approver"),
                            ("trainer", "Trainer"),
                            ("ops", "Operations"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="role_grants", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "roles",
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField()),
            ],
            options={
                "ordering": ["starts_at"],
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="shift_name_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("starts_at", models.F("ends_at")), _negated=True), name="shift_not_empty"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="shift",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="people", to="people.shift"
            ),
        ),
        migrations.CreateModel(
            name="SourceIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="source_identities", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "names in imported files",
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("site", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="team_name_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_lead", models.BooleanField(default=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="people.person"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="people.team"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "team memberships",
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("record", "Your record: teams, roles and leave"),
                            ("card", "Your card with CSAT figures"),
                            ("result", "Results of your quality reviews"),
                            ("team", "A list with figures of your team"),
                            ("everyone", "A list with CSAT figures of all agents"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "viewer",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.team"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=300)),
                ("url", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notifications", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(condition=models.Q(("read_at", None)), fields=["person"], name="notification_unread"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", False)), fields=["read_at"], name="notification_read_time"
                    ),
                    models.Index(condition=models.Q(("read_at", None)), fields=["created_at"], name="notification_unread_time"),
                ],
                "constraints": [models.UniqueConstraint(fields=("person", "key"), name="notification_once")],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="leaves", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "periods of leave",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_on__lte", models.F("last_on"))), name="leave_days_in_order"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            (models.Func("first_on", "last_on", models.Value("[]"), function="DATERANGE"), "&&"),
                        ],
                        name="leave_does_not_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80)),
                ("fields", models.JSONField(default=dict)),
                ("saved", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["saved_at"], name="form_draft_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "key"), name="form_draft_once"),
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="form_draft_names_its_form"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("scopes", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ("digest", models.CharField(max_length=64)),
                ("ending", models.CharField(max_length=4)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("digest",), name="api_token_digest_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("scopes__contained_by", ["feedback:write", "imports:read", "people:add"])),
                        name="api_token_scopes_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("scopes__len__gte", 1)), name="api_token_may_do_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("is_staff", models.BooleanField(default=False)),
                ("date_joined", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="user", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "accounts",
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="user_email_unique")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="personmerge",
            index=models.Index(
                django.db.models.functions.text.Lower("merged_email"),
                condition=models.Q(("state", "merged"), models.Q(("merged_email", ""), _negated=True)),
                name="merge_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("merged")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["merging", "merged", "undoing", "undone"])), name="merge_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "undone"), ("undone_at__isnull", False)),
                    models.Q(models.Q(("state", "undone"), _negated=True), ("undone_at", None)),
                    _connector="OR",
                ),
                name="merge_undone_at_matches_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "undone"), _negated=True), fields=("merged",), name="merge_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="movedrows",
            constraint=models.UniqueConstraint(fields=("merge", "table", "column"), name="moved_rows_once"),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.UniqueConstraint(fields=("person", "role"), name="role_granted_once"),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("role__in", ["agent", "supervisor", "reviewer", "approver", "trainer", "ops", "administrator"])
                ),
                name="role_known",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GistIndex(
                django.contrib.postgres.indexes.OpClass(models.F("display_name"), name="gist_trgm_ops(siglen=64)"),
                name="person_name_alike",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="person_email_unique"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("display_name", ""), _negated=True), name="person_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contract_hours", None), models.Q(("contract_hours__gt", 0), ("contract_hours__lte", 60)), _connector="OR"
                ),
                name="person_hours_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joined_on", None), ("left_on", None), ("joined_on__lte", models.F("left_on")), _connector="OR"
                ),
                name="person_joined_before_leaving",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at", None), ("left_on__isnull", False), ("merged_into__isnull", False), _connector="OR"
                ),
                name="person_erased_after_leaving",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("work_ends_at", None), ("work_starts_at", None)),
                    models.Q(
                        ("work_ends_at__isnull", False),
                        ("work_starts_at__isnull", False),
                        ("work_starts_at__lt", models.F("work_ends_at")),
                    ),
                    _connector="OR",
                ),
                name="person_working_hours_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into", None), models.Q(("merged_into", models.F("pk")), _negated=True), _connector="OR"
                ),
                name="person_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourceidentity",
            constraint=models.UniqueConstraint(fields=("source", "label"), name="source_label_unique"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("starts_on__lt", models.F("ends_on")), _connector="OR"),
                name="membership_not_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("person", "="), ("team", "="), (models.Func("starts_on", "ends_on", function="DATERANGE"), "&&")],
                name="membership_once_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(condition=models.Q(("person__isnull", False)), fields=["person", "-on"], name="look_of_person"),
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(fields=["on"], name="look_day"),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("viewer", "person", "kind", "on"),
                name="look_at_a_person_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.UniqueConstraint(
                condition=models.Q(("team__isnull", False)), fields=("viewer", "team", "on"), name="look_at_a_team_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "everyone")), fields=("viewer", "on"), name="look_at_everyone_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["record", "card", "result"]), ("person__isnull", False), ("team", None)),
                    models.Q(("kind", "team"), ("person", None), ("team__isnull", False)),
                    models.Q(("kind", "everyone"), ("person", None), ("team", None)),
                    _connector="OR",
                ),
                name="look_is_at_what_its_kind_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", None), models.Q(("viewer", models.F("person")), _negated=True), _connector="OR"),
                name="look_at_somebody_else",
            ),
        ),
        migrations.RunSQL(NO_CHAIN, CHAIN),
    ]
