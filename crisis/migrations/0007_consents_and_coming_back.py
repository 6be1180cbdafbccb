import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0006_reason_of_invitations"),
    ]

    operations = [
        migrations.AddField(model_name="invitation", name="farewell", field=models.TextField(blank=True, db_default="")),
        migrations.AddField(model_name="invitation", name="wants_back_at", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=Q(farewell="") | Q(state="released"), name="invitation_farewell_when_released"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=Q(wants_back_at=None) | Q(state__in=["withdrawn", "released"]), name="invitation_back_after_leaving"
            ),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("terms_digest", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=12)),
                ("solution_sentence", models.CharField(max_length=300)),
                ("training_sentence", models.CharField(max_length=300)),
                ("timing_sentence", models.CharField(max_length=300)),
                (
                    "way",
                    models.CharField(
                        choices=[("page", "On the page, signed in"), ("link", "From the link in an e-mail")], max_length=10
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("salt", models.CharField(max_length=64)),
                (
                    "left_as",
                    models.CharField(
                        blank=True,
                        choices=[("withdrew", "You left the team"), ("released", "You were released")],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consent", to="crisis.teammember"
                    ),
                ),
                (
                    "terms",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="crisis.terms"),
                ),
            ],
            options={
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(solution_sentence="") & ~Q(training_sentence="") & ~Q(timing_sentence=""),
                        name="consent_to_three_sentences",
                    ),
                    models.CheckConstraint(condition=Q(way__in=["page", "link"]), name="consent_way_known"),
                    models.CheckConstraint(condition=Q(left_as__in=["", "withdrew", "released"]), name="consent_left_as_known"),
                ],
            },
        ),
    ]
