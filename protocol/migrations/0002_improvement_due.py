from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("protocol", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="improvementaction",
            index=models.Index(condition=models.Q(("owner__isnull", False)), fields=["due_on"], name="improvement_due"),
        ),
    ]
