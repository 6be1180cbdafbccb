from django.db import migrations, models

METHODS = [
    ("scores", "By score"),
    ("willingness", "Picked from a list without scores"),
    ("draw", "Drawn by lot"),
    ("unranked", "Without ranking"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("selection", "0003_selections_without_ranking"),
    ]

    operations = [
        migrations.AlterField(
            model_name=model_name,
            name="method",
            field=models.CharField(choices=METHODS, db_default="scores", default="scores", max_length=11),
        )
        for model_name in ("selection", "candidate")
    ]
