from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("selection", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="selection",
            name="method",
            field=models.CharField(
                choices=[
                    ("scores", "By score"),
                    ("willingness", "Picked from a list without scores"),
                    ("draw", "Drawn by lot"),
                ],
                db_default="scores",
                default="scores",
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="selection",
            name="draw_seed",
            field=models.CharField(blank=True, db_default="", max_length=32),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("draw_seed__regex", "^[0-9a-f]{32}$"), ("method", "draw")),
                    models.Q(("draw_seed", ""), ("method__in", ["scores", "willingness"])),
                    _connector="OR",
                ),
                name="selection_seed_if_drawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.CheckConstraint(
                condition=models.Q(("method", "scores"), models.Q(("band_reason", ""), _negated=True), _connector="OR"),
                name="selection_reason_unless_by_score",
            ),
        ),
    ]
