from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import tick, work

        tick.register("core.work", work.hint_waiting)
        tick.register("core.finished_work", work.forget_finished)
