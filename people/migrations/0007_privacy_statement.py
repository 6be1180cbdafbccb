from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_rosters_and_updates_from_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="privacy_contact",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="organisation",
            name="legal_basis",
            field=models.CharField(blank=True, db_default="", default="", max_length=2000),
        ),
        migrations.AddField(
            model_name="organisation",
            name="works_agreement",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="organisation",
            name="works_agreement_on",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("works_agreement_on", None), models.Q(("works_agreement", ""), _negated=True), _connector="OR"
                ),
                name="organisation_dated_agreement_has_a_name",
            ),
        ),
    ]
