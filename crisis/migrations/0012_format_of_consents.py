from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0011_too_few_to_say"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="format",
            field=models.PositiveSmallIntegerField(db_default=1, default=2),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(condition=models.Q(("format__in", [1, 2])), name="consent_format_known"),
        ),
    ]
