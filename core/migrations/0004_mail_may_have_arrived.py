"""Remember that the mail server's answer to an e-mail was lost, so that it is repeated only once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_mail_claims"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="may_have_arrived",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
