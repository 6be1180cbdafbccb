"""Selections without ranking. Candidates have a copy of the method, which refers to it together with its row."""

from django.db import migrations, models

REFER = """
UPDATE selection_candidate SET method = s.method FROM selection_selection s
    WHERE s.id = selection_id AND s.method <> 'scores';
ALTER TABLE selection_candidate ADD CONSTRAINT candidate_method_of_its_selection
    FOREIGN KEY (selection_id, method) REFERENCES selection_selection (id, method) DEFERRABLE INITIALLY DEFERRED;
"""
DO_NOT_REFER = "ALTER TABLE selection_candidate DROP CONSTRAINT candidate_method_of_its_selection;"

METHODS = [
    ("scores", "By score"),
    ("willingness", "Picked from a list without scores"),
    ("draw", "Drawn by lot"),
    ("unranked", "Without ranking"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("selection", "0002_selection_methods"),
    ]

    operations = [
        migrations.AlterField(
            model_name="selection",
            name="method",
            field=models.CharField(choices=METHODS, db_default="scores", default="scores", max_length=11),
        ),
        migrations.AddField(
            model_name="candidate",
            name="method",
            field=models.CharField(choices=METHODS, db_default="scores", default="scores", max_length=11),
        ),
        migrations.RemoveConstraint(model_name="selection", name="selection_seed_if_drawn"),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("draw_seed__regex", "^[0-9a-f]{32}$"), ("method__in", ["draw", "unranked"])),
                    models.Q(("draw_seed", ""), ("method__in", ["scores", "willingness"])),
                    _connector="OR",
                ),
                name="selection_seed_if_drawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.UniqueConstraint(fields=("id", "method"), name="selection_method_of_candidates"),
        ),
        migrations.RemoveConstraint(model_name="candidate", name="candidate_position_unless_out"),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("position__isnull", False), ("standing__in", ["in", "reserve"])),
                    models.Q(("position", None), ("standing", "out")),
                    _connector="OR",
                ),
                name="candidate_position_unless_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("in_band", False), ("method", "unranked"), ("rank", None)),
                    models.Q(
                        models.Q(("method", "unranked"), _negated=True),
                        models.Q(("standing", "out"), ("rank__isnull", False), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="candidate_rank_unless_without_ranking",
            ),
        ),
        migrations.RunSQL(REFER, DO_NOT_REFER),
    ]
