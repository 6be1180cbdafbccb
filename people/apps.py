from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from core import tick
        from journal import verbs
        from people.bearers import forget_calls
        from people.verbs import Verb

        verbs.register(Verb)
        tick.register("people.calls", forget_calls)
