from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_finished_work_by_time")]

    operations = [
        migrations.AddField(model_name="work", name="waits_for", field=models.TextField(blank=True, db_default="", default="")),
        migrations.AlterField(
            model_name="heartbeat", name="name", field=models.CharField(max_length=40, primary_key=True, serialize=False)
        ),
    ]
