from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "quality"

    def ready(self) -> None:
        from core import tick
        from journal import verbs
        from quality.actions import reconcile_slots
        from quality.verbs import Verb

        verbs.register(Verb)
        tick.register("quality.slots", reconcile_slots)
