from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"

    def ready(self) -> None:
        from core import tick, uploads, work
        from intake import kinds, reason_sentences
        from intake.actions.discards import discard_what_was_forgotten
        from intake.actions.file_reading import KIND
        from intake.actions.files import FOLDER, needed, sweep
        from intake.actions.receiving import forget_answers, publish_what_is_due
        from intake.actions.steps import step, unfinished
        from intake.data_uses import ENTRIES
        from intake.feedback_files import FEEDBACK_FILES
        from intake.forms.people import SEARCH
        from intake.needs import imports_to_check
        from intake.notification_topics import TOPICS
        from intake.permissions import can_import
        from intake.queries.imports import ROWS_OF_WAITING
        from intake.staff_files import STAFF_FILES
        from intake.staff_sentences import REASONS
        from intake.verbs import AUDIENCES, Verb
        from journal import verbs
        from notices import topics
        from people import data_registry, needs, person_search

        kinds.register(FEEDBACK_FILES)
        kinds.register(STAFF_FILES)
        reason_sentences.register(REASONS)
        verbs.register(Verb, AUDIENCES)
        data_registry.register(*ENTRIES)
        topics.register(*TOPICS)
        work.register(KIND, step, queue="imports", unfinished=unfinished)
        uploads.register(FOLDER, needed)
        tick.register("intake.uploads", sweep)
        tick.register("intake.sent", publish_what_is_due)
        tick.register("intake.answers", forget_answers)
        tick.register("intake.forgotten", discard_what_was_forgotten)
        person_search.register_everyone(SEARCH, can_import)
        needs.register("intake.imports", imports_to_check, rows=ROWS_OF_WAITING)
