from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0004_short_subjects"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("quiet", "quiet hours"),
                    ("budget", "you've reached your daily limit"),
                    ("off", "you turned these e-mails off"),
                    ("no_account", "no account with an e-mail address"),
                    ("read", "you read it here first, or it no longer applied"),
                    ("elsewhere", "a separate e-mail was sent"),
                    ("no_topic", "this kind is only shown here"),
                    ("moved", "your e-mail address changed"),
                ],
                max_length=12,
            ),
        ),
    ]
