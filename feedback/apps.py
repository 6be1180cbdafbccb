from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"

    def ready(self) -> None:
        from core import tick, work
        from feedback.actions import rollups
        from feedback.actions.files import sweep
        from feedback.actions.publishing import step
        from feedback.actions.reading import KIND
        from feedback.actions.sending import forget_answers, go_on
        from feedback.verbs import Verb
        from journal import verbs

        verbs.register(Verb)
        work.register(KIND, step, queue="imports")
        work.register(rollups.KIND, rollups.step, queue="imports")
        tick.register("feedback.uploads", sweep)
        tick.register("feedback.sent", go_on)
        tick.register("feedback.answers", forget_answers)
        tick.register("feedback.rollups", rollups.keep_up)
