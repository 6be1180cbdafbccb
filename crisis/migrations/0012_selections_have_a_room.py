from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0011_protocols_have_a_room"),
        ("selection", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("Candidate"),
                migrations.DeleteModel("CardReply"),
                migrations.DeleteModel("LeaderAsked"),
                migrations.DeleteModel("Selection"),
                migrations.DeleteModel("Voice"),
            ],
        ),
    ]
