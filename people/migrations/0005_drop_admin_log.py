from django.db import migrations


class Migration(migrations.Migration):
    """Drop the table of Django's admin site, which is gone. Nothing was ever written into it."""

    dependencies = [("people", "0004_notifications_by_time")]

    operations = [migrations.RunSQL("DROP TABLE IF EXISTS django_admin_log", migrations.RunSQL.noop)]
