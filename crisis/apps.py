from django.apps import AppConfig


class CrisisConfig(AppConfig):
    name = "crisis"

    def ready(self) -> None:
        from core import tick
        from crisis.actions import keep_up_invitations
        from crisis.verbs import Verb
        from journal import verbs

        verbs.register(Verb)
        tick.register("crisis.invitations", keep_up_invitations)
