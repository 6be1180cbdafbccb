from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0010_protocol_review_requested"),
        ("protocol", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("GoalRating"),
                migrations.DeleteModel("ImprovementAction"),
                migrations.DeleteModel("Protocol"),
                migrations.DeleteModel("ProtocolExport"),
            ],
        ),
    ]
