from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "recognition"

    def ready(self) -> None:
        from core import tick
        from journal import verbs
        from notices import topics
        from people import data_registry, erasure, needs, own_data, person_search, record_moves
        from recognition import actions
        from recognition.actions.erasure import forget
        from recognition.data_uses import ENTRIES
        from recognition.needs import nominations_to_decide
        from recognition.notification_topics import TOPICS
        from recognition.own_data import PARTS
        from recognition.queries import ROWS_TO_DECIDE, colleagues_for
        from recognition.verbs import AUDIENCES, Verb

        verbs.register(Verb, AUDIENCES)
        data_registry.register(*ENTRIES)
        topics.register(*TOPICS)
        tick.register("recognition.issue_approved", actions.issue_approved)
        needs.register("recognition.nominations", nominations_to_decide, rows=ROWS_TO_DECIDE)
        # Ledger entries are immutable.
        record_moves.register("recognition.LedgerEntry", record_moves.MergeRule(moves=False))
        person_search.register("recognition.colleagues", colleagues_for)
        own_data.register(*PARTS)
        erasure.register(forget)
