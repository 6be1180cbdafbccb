from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from journal import verbs
        from people.verbs import Verb

        verbs.register(Verb)
