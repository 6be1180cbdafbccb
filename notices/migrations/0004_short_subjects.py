import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_chat_channels"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShortSubjects",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "choices of short subjects",
                "constraints": [models.UniqueConstraint(fields=("person",), name="short_subjects_once")],
            },
        ),
    ]
