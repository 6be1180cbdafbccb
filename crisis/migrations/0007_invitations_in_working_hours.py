from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crisis", "0006_drills")]

    operations = [
        migrations.AlterField("crisis", "answer_hours", models.PositiveSmallIntegerField(default=8)),
        migrations.AddField("invitation", "told_at", models.DateTimeField(null=True)),
        # Until now everyone was told at once.
        migrations.RunSQL("UPDATE crisis_invitation SET told_at = invited_at", migrations.RunSQL.noop),
    ]
