from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from core import tick, work
        from journal import verbs
        from people.actions import merges
        from people.bearers import forget_calls
        from people.verbs import Verb

        verbs.register(Verb)
        work.register(merges.KIND, merges.step, queue="imports")
        tick.register("people.calls", forget_calls)
