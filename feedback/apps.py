from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"

    def ready(self) -> None:
        from core import tick, uploads, work
        from feedback.actions import retention, rollups
        from feedback.actions.erasure import forget
        from feedback.actions.files import FOLDER, needed, sweep
        from feedback.actions.merges import scores_follow
        from feedback.actions.publishing import step, unfinished
        from feedback.actions.reading import KIND
        from feedback.actions.sending import forget_answers, go_on
        from feedback.actions.waiting import discard_what_was_forgotten
        from feedback.needs import imports_to_check
        from feedback.own_data import PARTS
        from feedback.queries.imports import ROWS_OF_WAITING
        from feedback.verbs import AUDIENCES, Verb
        from journal import verbs
        from people import erasing, merging, needs, portability

        verbs.register(Verb, AUDIENCES)
        work.register(KIND, step, queue="imports", unfinished=unfinished)
        work.register(rollups.KIND, rollups.step, queue="imports", unfinished=work.nobody)
        work.register(retention.KIND, retention.step, queue="imports", unfinished=work.nobody)
        uploads.register(FOLDER, needed)
        tick.register("feedback.uploads", sweep)
        tick.register("feedback.sent", go_on)
        tick.register("feedback.answers", forget_answers)
        tick.register("feedback.rollups", rollups.keep_up)
        tick.register("feedback.retention", retention.purge_what_is_old)
        tick.register("feedback.forgotten", discard_what_was_forgotten)
        needs.register("feedback.imports", imports_to_check, rows=ROWS_OF_WAITING)
        # Scores are counts, and follow the contacts; what files said goes along unseen.
        merging.register("feedback.MonthlyScore", merging.Rule(moves=False, is_shown=False))
        merging.register("feedback.Statement", merging.Rule(is_shown=False))
        merging.register_around(scores_follow)
        portability.register(*PARTS)
        erasing.register(forget)
