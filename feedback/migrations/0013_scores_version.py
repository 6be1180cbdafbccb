"""Which monthly scores these are: another token with every statement that writes them, whoever writes."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION feedback_new_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO feedback_scoresversion (id, token) VALUES (1, gen_random_uuid())
        ON CONFLICT (id) DO UPDATE SET token = excluded.token;
    RETURN NULL;
END $$;
CREATE TRIGGER monthly_score_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON feedback_monthlyscore
    FOR EACH STATEMENT EXECUTE FUNCTION feedback_new_version();
CREATE TRIGGER left_out_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON feedback_leftout
    FOR EACH STATEMENT EXECUTE FUNCTION feedback_new_version();
INSERT INTO feedback_scoresversion (id, token) VALUES (1, gen_random_uuid());
"""
BACKWARD = """
DROP TRIGGER monthly_score_version ON feedback_monthlyscore;
DROP TRIGGER left_out_version ON feedback_leftout;
DROP FUNCTION feedback_new_version();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0011_claims_of_a_person"),
    ]

    operations = [
        migrations.CreateModel(
            "ScoresVersion",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("token", models.UUIDField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="scores_version_one")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
