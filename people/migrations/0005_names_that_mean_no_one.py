"""Let a name in a source's files be matched to no one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_notification_is_about_drill"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sourceidentity",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="source_identities",
                to="people.person",
            ),
        ),
    ]
