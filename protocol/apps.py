from django.apps import AppConfig


class ProtocolConfig(AppConfig):
    name = "protocol"

    def ready(self) -> None:
        from care import backlinks
        from core import tick, work
        from crisis import lifecycle, steps
        from crisis.queries import version_tokens
        from journal import verbs
        from notices import topics
        from people import data_registry, erasure, person_search
        from protocol import actions, work_kinds
        from protocol.actions.erasure import forget
        from protocol.data_uses import ENTRIES
        from protocol.notification_topics import TOPICS
        from protocol.queries import (
            ROWS,
            ROWS_OF_CRISIS,
            obstacles_to_closing,
            owners_for,
            protocol_links,
            reviewers_for,
            step,
        )
        from protocol.verbs import AUDIENCES, Verb

        verbs.register(Verb, AUDIENCES)
        data_registry.register(*ENTRIES)
        topics.register(*TOPICS)
        work.register(work_kinds.COMPILE, actions.compile_step, queue="documents", unfinished=actions.uncompiled)
        work.register(work_kinds.EXPORT, actions.export_step, queue="documents", unfinished=actions.unrendered)
        tick.register("protocol.due_improvements", actions.tell_owners)
        steps.register(6, step)
        lifecycle.register_obstacles(lifecycle.Step.CLOSE, obstacles_to_closing)
        lifecycle.register_follow_up(lifecycle.Step.RESOLVE, actions.request_compilation)
        lifecycle.register_follow_up(lifecycle.Step.BEGIN_REVIEW, actions.request_compilation)
        version_tokens.register(room=ROWS_OF_CRISIS, homes=ROWS)
        person_search.register("protocol.owners", owners_for)
        person_search.register("protocol.reviewers", reviewers_for)
        erasure.register(forget)
        backlinks.register(protocol_links)
