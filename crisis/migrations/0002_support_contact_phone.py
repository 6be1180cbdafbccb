from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="supportcontact",
            name="phone",
            field=models.CharField(blank=True, db_default="", default="", max_length=30),
        ),
        migrations.AddConstraint(
            model_name="supportcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("phone", ""), ("phone__regex", "^[+(*#0-9][0-9*# ().-]*$"), _connector="OR"),
                name="support_contact_phone_can_be_called",
            ),
        ),
    ]
