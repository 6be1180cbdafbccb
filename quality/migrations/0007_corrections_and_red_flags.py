"""Superseded versions of reviews, and who has taken note of a red flag."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_second_factor_roles"),
        ("quality", "0006_open_and_lapsed_slots_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="SupersededReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("answers", models.JSONField()),
                ("comment", models.TextField(blank=True)),
                ("score", models.DecimalField(decimal_places=2, max_digits=5)),
                ("bonus", models.DecimalField(decimal_places=2, max_digits=6)),
                ("is_red_flagged", models.BooleanField()),
                ("written_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("superseded_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="superseded", to="quality.review"
                    ),
                ),
            ],
            options={
                "ordering": ["review", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "number"), name="superseded_review_number_unique"),
                    models.CheckConstraint(condition=Q(number__gte=1), name="superseded_review_numbers_from_one"),
                    models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="superseded_review_score_on_scale"),
                    models.CheckConstraint(condition=~Q(reason=""), name="superseded_review_has_a_reason"),
                    models.CheckConstraint(
                        condition=Q(superseded_at__gte=F("written_at")), name="superseded_review_times_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RedFlagSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="red_flags_seen", to="quality.review"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "red flags seen",
                "constraints": [models.UniqueConstraint(fields=("review", "person"), name="red_flag_seen_once")],
            },
        ),
    ]
