"""Workers claim e-mails directly, several at a time. Work of earlier versions, one row per try, is deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_dropped_mail"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM core_work WHERE kind = 'core.mail'", migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name="outgoingmail",
            name="outgoing_mail_due",
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="claimed_until_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="claims",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="is_bulk",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["is_bulk", "next_try_at", "id"], name="outgoing_mail_queue"
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoingmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "waiting"), ("claimed_until_at__isnull", True), _connector="OR"),
                name="outgoing_mail_claim_over_when_finished",
            ),
        ),
    ]
