"""The tables of recognition, the trigger that keeps the ledger append-only, and the first types of awards."""

from decimal import Decimal
from typing import Any

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# What a new installation can award from the first day. Administrators add their own and retire what they do not use.
TYPES = [
    ("thanks", "Thank you", ""),
    ("badge", "Calm in the storm", ""),
    ("badge", "Voice of the customer", ""),
    ("points", "Points", "points"),
    ("bonus", "Bonus", "EUR"),
    ("gift", "Gift", "EUR"),
    ("time_off", "Time off", "hours"),
]


def add_types(apps: Any, _schema_editor: Any) -> None:
    types = apps.get_model("recognition", "AwardType").objects
    types.bulk_create(types.model(kind=kind, name=name, unit=unit, needs_budget=bool(unit)) for kind, name, unit in TYPES)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("journal", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AwardType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("thanks", "Thanks"),
                            ("badge", "Badge"),
                            ("points", "Points"),
                            ("bonus", "Bonus"),
                            ("gift", "Gift"),
                            ("time_off", "Time off"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("needs_budget", models.BooleanField(default=False)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("is_offered", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["needs_budget", "name"],
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="award_type_name_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["thanks", "badge", "points", "bonus", "gift", "time_off"])),
                        name="award_type_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "thanks"), ("needs_budget", True), _negated=True),
                        name="award_type_thanks_need_no_budget",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("needs_budget", True), models.Q(("unit", ""), _negated=True)),
                            models.Q(("needs_budget", False), ("unit", "")),
                            _connector="OR",
                        ),
                        name="award_type_unit_if_it_costs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nominated", "Nominated"),
                            ("approved", "Approved, waiting for budget"),
                            ("issued", "Issued"),
                            ("declined", "Declined"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="nominated",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decline_reason", models.TextField(blank=True)),
                ("nominated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("issued_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "journal",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.journal"),
                ),
                (
                    "nominator",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "nominee",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="recognition.awardtype"
                    ),
                ),
            ],
            options={
                "ordering": ["-nominated_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("spent", models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=12)),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="budgets", to="recognition.awardtype"
                    ),
                ),
            ],
            options={
                "ordering": ["-first_on", "type__name"],
            },
        ),
        migrations.CreateModel(
            name="Discretion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "discretion",
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_type", models.CharField(blank=True, max_length=60)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("text", models.CharField(max_length=300)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="recognition.award"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("issued_on", models.DateField()),
                ("issued_at", models.DateTimeField()),
                (
                    "award",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recognition.award"),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="recognition.budget"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recognition.awardtype"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "ledger entries",
                "ordering": ["-issued_at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(condition=models.Q(("state", "nominated")), fields=["nominated_at"], name="award_to_decide"),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(
                condition=models.Q(("state", "approved")), fields=["decided_at"], name="award_waiting_for_budget"
            ),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(condition=models.Q(("state", "issued")), fields=["-issued_at"], name="award_wall"),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(("nominee", models.F("nominator")), _negated=True), name="award_not_for_oneself"
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="award_has_a_reason"),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"), name="award_amount_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(
                        models.Q(("decided_by", models.F("nominee")), _negated=True),
                        models.Q(("decided_by", models.F("nominator")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="award_decided_by_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("state", "nominated")),
                    models.Q(("decided_at__isnull", False), ("decided_by", None), ("state", "cancelled")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ["approved", "issued", "declined"]),
                    ),
                    _connector="OR",
                ),
                name="award_decision_matches_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_at__isnull", False), ("state", "issued")),
                    models.Q(models.Q(("state", "issued"), _negated=True), ("issued_at", None)),
                    _connector="OR",
                ),
                name="award_issued_at_matches_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), models.Q(("decline_reason", ""), _negated=True)),
                    models.Q(models.Q(("state", "declined"), _negated=True), ("decline_reason", "")),
                    _connector="OR",
                ),
                name="award_declined_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_on__lte", models.F("last_on"))), name="budget_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(("spent__gte", 0), ("spent__lte", models.F("amount"))), name="budget_not_overspent"
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("type", "="),
                    (models.Func("first_on", "last_on", models.Value("[]"), function="DATERANGE"), "&&"),
                ],
                name="budget_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="evidence_has_a_text"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("subject_id", None), ("subject_type", "")),
                    models.Q(models.Q(("subject_type", ""), _negated=True), ("subject_id__isnull", False)),
                    _connector="OR",
                ),
                name="evidence_subject_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(fields=("award",), name="ledger_award_issued_once"),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", None), ("budget", None)),
                    models.Q(("amount__gt", 0), ("amount__isnull", False), ("budget__isnull", False)),
                    _connector="OR",
                ),
                name="ledger_amount_from_a_budget",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'ledger entries are never changed or deleted' USING ERRCODE = 'restrict_violation';",
                    hash="abab6e6af412786a2b8bdb997794865791b83623",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_daf2e",
                    table="recognition_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(add_types, migrations.RunPython.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'ledger entries are never changed or deleted' USING ERRCODE = 'restrict_violation';",
                    hash="9ad36b56a74fcacafa52ba4cfd75fe9e68bc22dc",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_85525",
                    table="recognition_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
