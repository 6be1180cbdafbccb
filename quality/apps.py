from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "quality"

    def ready(self) -> None:
        from core import tick
        from intake import kinds, reason_sentences
        from journal import verbs
        from notices import topics
        from people import data_registry, erasure, needs, own_data
        from quality.actions import due_reviews, reconcile_slots
        from quality.actions.erasure import forget
        from quality.data_uses import ENTRIES
        from quality.evaluation_imports import EVALUATION_FILES
        from quality.evaluations.sentences import REASONS
        from quality.needs import red_flags, results_to_read, reviews_that_are_late, reviews_to_make
        from quality.notification_topics import TOPICS
        from quality.own_data import PARTS
        from quality.queries.open_reviews import OVERDUE
        from quality.queries.red_flags import RED_FLAGS
        from quality.queries.version_tokens import OWN_QUEUE, OWN_RESULTS
        from quality.verbs import AUDIENCES, Verb

        verbs.register(Verb, AUDIENCES)
        data_registry.register(*ENTRIES)
        topics.register(*TOPICS)
        tick.register("quality.slot_times", reconcile_slots, commits=True)
        tick.register("quality.due_reviews", due_reviews.tell_reviewers)
        kinds.register(EVALUATION_FILES)
        reason_sentences.register(REASONS)
        needs.register("quality.red_flags", red_flags, rows=RED_FLAGS)
        needs.register("quality.results", results_to_read, rows=OWN_RESULTS)
        needs.register("quality.reviews", reviews_to_make, rows=OWN_QUEUE)
        needs.register("quality.overdue", reviews_that_are_late, rows=[OVERDUE])
        own_data.register(*PARTS)
        erasure.register(forget)
