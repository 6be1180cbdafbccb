from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0005_what_people_agree_to"),
    ]

    operations = [
        migrations.AddField(model_name="invitation", name="is_ranked", field=models.BooleanField(db_default=True)),
    ]
