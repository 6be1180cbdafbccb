from django.db import migrations


class Migration(migrations.Migration):
    """allauth looks for addresses in lower case: one with a capital letter could not sign in."""

    dependencies = [("people", "0005_drop_admin_log")]

    operations = [
        migrations.RunSQL("UPDATE people_user SET email = lower(email) WHERE email <> lower(email)", migrations.RunSQL.noop)
    ]
