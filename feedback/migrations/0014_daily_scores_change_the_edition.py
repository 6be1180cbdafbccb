"""Daily scores change the edition too: pages that show satisfaction ask for it instead of counting again."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER daily_score_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON feedback_dailyscore
    FOR EACH STATEMENT EXECUTE FUNCTION feedback_another_edition();
"""
BACKWARD = """
DROP TRIGGER daily_score_edition ON feedback_dailyscore;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0013_scores_have_an_edition"),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
