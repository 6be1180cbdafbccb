import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0012_format_of_consents"),
    ]

    operations = [
        migrations.AlterField(
            model_name="supportcontact",
            name="shift",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.shift"
            ),
        ),
    ]
