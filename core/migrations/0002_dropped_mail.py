"""E-mails can be dropped because they have lost their purpose."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="outgoingmail",
            name="outgoing_mail_finished_at_matches_state",
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="state",
            field=models.CharField(
                choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed"), ("dropped", "Dropped")],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoingmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("state", "waiting")),
                    models.Q(("finished_at__isnull", False), ("state__in", ["sent", "failed", "dropped"])),
                    _connector="OR",
                ),
                name="outgoing_mail_finished_at_matches_state",
            ),
        ),
    ]
