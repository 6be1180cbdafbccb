from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from core import work
        from journal import verbs
        from people.actions import merges
        from people.verbs import Verb

        verbs.register(Verb)
        work.register(merges.KIND, merges.step, queue="imports")
