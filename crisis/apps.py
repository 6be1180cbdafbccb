from django.apps import AppConfig


class CrisisConfig(AppConfig):
    name = "crisis"

    def ready(self) -> None:
        from crisis.verbs import Verb
        from journal import verbs

        verbs.register(Verb)
