from django.db import migrations, models
from django.db.models import Q

POSSIBLE = Q(training_hours=None) | Q(training_hours__gte=1, training_hours__lte=80)


def texts_of(model_name: str) -> list[migrations.AddField]:
    return [
        migrations.AddField(
            model_name=model_name,
            name=name,
            field=models.CharField(blank=True, db_default="", max_length=length),
        )
        for name, length in (("duration", 120), ("shifts", 200), ("reward", 200))
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0004_end_of_escalation"),
    ]

    operations = [
        migrations.AddField(model_name="crisis", name="training_hours", field=models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(model_name="terms", name="training_hours", field=models.PositiveSmallIntegerField(null=True)),
        *texts_of("crisis"),
        *texts_of("terms"),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(condition=POSSIBLE, name="crisis_training_hours_possible"),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(condition=POSSIBLE, name="terms_training_hours_possible"),
        ),
    ]
