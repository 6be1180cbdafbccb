from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0003_late_updates"),
    ]

    operations = [
        migrations.AddField(
            model_name="crisis",
            name="escalated_due_at",
            field=models.DateTimeField(null=True),
        ),
    ]
