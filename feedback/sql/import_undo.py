# ruff: noqa: S608 - the SQL is put together from names of our own, never from what came in
"""SQL for undoing an import, shared by the forecast and the action.

The result equals importing the other files in their order without this one. Contacts that other rooms refer to (a review, for
example) are kept, without the answers of this file.
"""

from django.apps import apps

from feedback.models import Interaction


def spoken() -> str:
    """Every interaction that the file mentions, and what happens to it. Parameter: the file."""
    return f"""
        SELECT i.id, others.found AS is_shared, NOT others.found AND ({is_used()}) AS is_kept
        FROM (
            SELECT id FROM feedback_interaction WHERE file_id = %(file)s
            UNION SELECT interaction_id FROM feedback_claim WHERE file_id = %(file)s
        ) i CROSS JOIN LATERAL (
            SELECT EXISTS (
                SELECT FROM feedback_claim s WHERE s.interaction_id = i.id AND s.file_id IS DISTINCT FROM %(file)s
            ) AS found
        ) others
    """


# Answers that no other file has. {spoken}: the interactions.
LEAVING = """
    SELECT r.id FROM {spoken} t JOIN feedback_surveyresponse r ON r.interaction_id = t.id
    WHERE r.file_id = %(file)s AND NOT EXISTS (
        SELECT FROM feedback_claimedanswer a WHERE a.interaction_id = r.interaction_id AND a.instrument = r.instrument
            AND a.responded_at = r.responded_at AND a.value = r.value AND a.file_id IS DISTINCT FROM %(file)s
    )
"""


def is_used() -> str:
    """SQL condition: another room refers to the interaction `i`. It reads their foreign keys, because those rooms are above."""
    columns = sorted(
        (model._meta.db_table, field.column)  # noqa: SLF001 - Django's documented Model._meta
        for model in apps.get_models()
        for field in model._meta.concrete_fields  # noqa: SLF001 - Django's documented Model._meta
        if field.related_model is Interaction and model._meta.app_label != Interaction._meta.app_label  # noqa: SLF001
    )
    return " OR ".join(f"EXISTS (SELECT FROM {table} u WHERE u.{column} = i.id)" for table, column in columns) or "false"
