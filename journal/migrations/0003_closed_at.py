"""When what a journal was opened for was over. The room that knows fills in what was over before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]

    operations = [
        migrations.AddField(model_name="journal", name="closed_at", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="journal",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "case"), ("closed_at", None), _connector="OR"),
                name="journal_of_the_house_stays_open",
            ),
        ),
    ]
