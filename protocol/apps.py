from django.apps import AppConfig


class ProtocolConfig(AppConfig):
    name = "protocol"

    def ready(self) -> None:
        from core import work
        from crisis import lifecycle, steps
        from crisis.queries import editions
        from journal import verbs
        from people import erasing
        from protocol import actions, kinds
        from protocol.erasure import forget
        from protocol.queries import ROWS, ROWS_OF_CRISIS, obstacles_to_closing, step
        from protocol.verbs import AUDIENCES, Verb

        verbs.register(Verb, AUDIENCES)
        work.register(kinds.COMPILE, actions.compile_step, queue="documents", unfinished=actions.uncompiled)
        work.register(kinds.EXPORT, actions.export_step, queue="documents", unfinished=actions.unrendered)
        steps.register(6, step)
        lifecycle.register_obstacles(lifecycle.Step.CLOSE, obstacles_to_closing)
        lifecycle.register_follow_up(lifecycle.Step.RESOLVE, actions.request_compilation)
        lifecycle.register_follow_up(lifecycle.Step.BEGIN_REVIEW, actions.request_compilation)
        editions.register(room=ROWS_OF_CRISIS, homes=ROWS)
        erasing.register(forget)
