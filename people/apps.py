from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from core import tick, work
        from journal import verbs
        from people.actions import merges
        from people.actions.notifications import forget_notifications
        from people.bearers import forget_calls
        from people.sessions import forget_sessions
        from people.verbs import Verb

        verbs.register(Verb)
        work.register(merges.KIND, merges.step, queue="imports", unfinished=merges.unfinished)
        tick.register("people.calls", forget_calls)
        tick.register("people.notifications", forget_notifications)
        tick.register("people.sessions", forget_sessions)
