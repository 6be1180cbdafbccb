"""Names of the rows that a merge moves, as the page of the merge shows them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AlterModelOptions(name="leave", options={"verbose_name_plural": "periods of leave"}),
        migrations.AlterModelOptions(name="sourceidentity", options={"verbose_name_plural": "names in imported files"}),
        migrations.AlterModelOptions(name="user", options={"verbose_name_plural": "accounts"}),
    ]
