from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import caching, outbox, sent_forms, tick, work

        work.register(outbox.WORK_KIND, outbox.step, queue="delivery", unfinished=work.nobody)
        tick.register("core.work", work.hint_waiting)
        tick.register("core.finished_work", work.forget_finished)
        tick.register("core.cache", caching.delete_expired)
        tick.register("core.outbox", outbox.reconcile)
        tick.register("core.sent_forms", sent_forms.forget)
