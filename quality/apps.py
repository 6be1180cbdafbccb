from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "quality"

    def ready(self) -> None:
        from core import tick, uploads, work
        from journal import verbs
        from people import erasing, portability
        from quality.actions import external, external_reading, reconcile_slots
        from quality.actions.erasure import forget
        from quality.own_data import PARTS
        from quality.verbs import AUDIENCES, Verb

        verbs.register(Verb, AUDIENCES)
        tick.register("quality.slots", reconcile_slots, commits=True)
        work.register(external.KIND, external_reading.step, queue="imports", unfinished=external.unfinished)
        uploads.register(external.FOLDER, external.needed)
        tick.register("quality.evaluations", external.sweep_evaluations)
        portability.register(*PARTS)
        erasing.register(forget)
