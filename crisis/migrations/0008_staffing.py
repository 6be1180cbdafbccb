"""People needed by cell, and times on the line. The copy of the mark of a drill refers to it, so that it is always right."""

from datetime import timedelta

import django.db.models.deletion
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import migrations, models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

REFER = """
ALTER TABLE crisis_lineshift ADD CONSTRAINT line_shift_drill_mark_of_its_crisis
    FOREIGN KEY (crisis_id, is_drill) REFERENCES crisis_crisis (id, is_drill) DEFERRABLE INITIALLY DEFERRED;
"""
DO_NOT_REFER = "ALTER TABLE crisis_lineshift DROP CONSTRAINT line_shift_drill_mark_of_its_crisis;"

DIMENSIONS = [("shift", "Shift"), ("channel", "Channel"), ("language", "Language")]
TIME = Func("starts_at", "ends_at", function="TSTZRANGE")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("crisis", "0007_consents_and_coming_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffingNeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dimension", models.CharField(choices=DIMENSIONS, max_length=10)),
                ("value", models.CharField(max_length=60)),
                ("needed", models.PositiveSmallIntegerField()),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="staffing_needs", to="crisis.crisis"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["crisis", "dimension", "value"], name="staffing_need_once"),
                    models.CheckConstraint(
                        condition=Q(dimension__in=["shift", "channel", "language"]), name="staffing_need_dimension_known"
                    ),
                    models.CheckConstraint(condition=~Q(value=""), name="staffing_need_names_a_value"),
                    models.CheckConstraint(condition=Q(needed__gte=1, needed__lte=500), name="staffing_need_possible"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineShift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(db_default=Now())),
                ("ends_at", models.DateTimeField(null=True)),
                ("is_unchecked", models.BooleanField(db_default=False, default=False)),
                ("is_drill", models.BooleanField(db_default=False, default=False)),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="line_shifts", to="crisis.crisis"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "times on the line",
                "ordering": ["starts_at", "pk"],
                "indexes": [models.Index(condition=Q(ends_at=None), fields=["starts_at"], name="line_shift_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("ends_at", None), ("ends_at__gt", F("starts_at")), _connector="OR"),
                        name="line_shift_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=Q(("ends_at", None), ("ends_at__lte", F("starts_at") + timedelta(hours=24)), _connector="OR"),
                        name="line_shift_at_most_a_day",
                    ),
                    models.CheckConstraint(
                        condition=Q(("is_unchecked", False), ("ends_at__isnull", False), _connector="OR"),
                        name="line_shift_unchecked_is_over",
                    ),
                    ExclusionConstraint(
                        name="line_shift_does_not_overlap",
                        expressions=[("person", RangeOperators.EQUAL), (TIME, RangeOperators.OVERLAPS)],
                        condition=Q(is_drill=False),
                    ),
                    ExclusionConstraint(
                        name="line_shift_does_not_overlap_in_a_crisis",
                        expressions=[
                            ("crisis", RangeOperators.EQUAL),
                            ("person", RangeOperators.EQUAL),
                            (TIME, RangeOperators.OVERLAPS),
                        ],
                    ),
                ],
            },
        ),
        migrations.RunSQL(REFER, DO_NOT_REFER),
    ]
