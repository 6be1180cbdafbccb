"""Which monthly scores these are: another edition with every statement that writes them, whoever writes."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION feedback_another_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO feedback_scoresedition (id, edition) VALUES (1, gen_random_uuid())
        ON CONFLICT (id) DO UPDATE SET edition = excluded.edition;
    RETURN NULL;
END $$;
CREATE TRIGGER monthly_score_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON feedback_monthlyscore
    FOR EACH STATEMENT EXECUTE FUNCTION feedback_another_edition();
CREATE TRIGGER left_out_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON feedback_leftout
    FOR EACH STATEMENT EXECUTE FUNCTION feedback_another_edition();
INSERT INTO feedback_scoresedition (id, edition) VALUES (1, gen_random_uuid());
"""
BACKWARD = """
DROP TRIGGER monthly_score_edition ON feedback_monthlyscore;
DROP TRIGGER left_out_edition ON feedback_leftout;
DROP FUNCTION feedback_another_edition();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0011_statements_of_a_person"),
    ]

    operations = [
        migrations.CreateModel(
            "ScoresEdition",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("edition", models.UUIDField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="scores_edition_one")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
