"""Daily scores change the version token too: pages that show satisfaction ask for it instead of counting again."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER daily_score_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON feedback_dailyscore
    FOR EACH STATEMENT EXECUTE FUNCTION feedback_new_version();
"""
BACKWARD = """
DROP TRIGGER daily_score_version ON feedback_dailyscore;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0013_scores_version"),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
