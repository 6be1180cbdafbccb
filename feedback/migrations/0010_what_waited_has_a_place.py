from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0009_longer_topics_and_languages"),
    ]

    operations = [
        migrations.AddField("claim", "place", models.BigIntegerField(null=True)),
        migrations.AddField("claimedanswer", "place", models.BigIntegerField(null=True)),
    ]
