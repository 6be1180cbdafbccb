from django.apps import AppConfig


class CrisisConfig(AppConfig):
    name = "crisis"

    def ready(self) -> None:
        from core import tick, work
        from crisis.actions import keep_up_invitations, kinds, protocols
        from crisis.queries.crises import journals_led_by
        from crisis.verbs import Verb
        from journal import verbs
        from recognition import leads

        verbs.register(Verb)
        tick.register("crisis.invitations", keep_up_invitations)
        work.register(kinds.COMPILE, protocols.compile_step, queue="documents")
        work.register(kinds.EXPORT, protocols.export_step, queue="documents")
        leads.register(journals_led_by)
