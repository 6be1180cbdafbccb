from django.apps import AppConfig


class ScriptsLibraryConfig(AppConfig):
    name = "scripts_library"

    def ready(self) -> None:
        from core import tick
        from journal import verbs
        from scripts_library.actions import expire_ended
        from scripts_library.verbs import Verb

        verbs.register(Verb)
        tick.register("scripts_library.expire_ended", expire_ended)
