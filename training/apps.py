from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"

    def ready(self) -> None:
        from core import tick
        from journal import verbs
        from notices import topics
        from people import data_registry, erasure, needs, own_data
        from training import actions
        from training.data_uses import ENTRIES
        from training.needs import conversations_to_have, recall_to_answer
        from training.notification_topics import QUIZ_TOPICS
        from training.own_data import QUIZ_PARTS
        from training.queries.quiz_results import CONVERSATIONS
        from training.queries.recall import RECALL
        from training.verbs import QUIZ_AUDIENCES, QuizVerb

        data_registry.register(*ENTRIES)
        # Quizzes and recall.
        verbs.register(QuizVerb, QUIZ_AUDIENCES)
        topics.register(*QUIZ_TOPICS)
        tick.register("training.recall", actions.plan_recall)
        tick.register("training.retention", actions.forget_old_results)
        needs.register("training.recall", recall_to_answer, rows=RECALL)
        needs.register("training.conversations", conversations_to_have, rows=CONVERSATIONS)
        own_data.register(*QUIZ_PARTS)
        erasure.register(actions.forget_quizzes)
        self._register_refreshers()

    def _register_refreshers(self) -> None:
        from core import tick
        from journal import verbs
        from notices import topics
        from people import erasure, needs, own_data, person_search
        from training import actions
        from training.actions.refresher_erasure import forget_training
        from training.needs import people_not_ready, refresher_to_do, rehearsals_waiting
        from training.notification_topics import REFRESHER_TOPICS
        from training.own_data import REFRESHER_PARTS
        from training.queries.observers import observers_for
        from training.queries.version_tokens import REFRESHERS
        from training.verbs import REFRESHER_AUDIENCES, RefresherVerb

        verbs.register(RefresherVerb, REFRESHER_AUDIENCES)
        topics.register(*REFRESHER_TOPICS)
        tick.register("training.new_versions", actions.tell_of_new_versions)
        needs.register("training.refresher", refresher_to_do, rows=REFRESHERS)
        needs.register("training.rehearsals", rehearsals_waiting, rows=REFRESHERS)
        needs.register("training.not_ready", people_not_ready, rows=REFRESHERS)
        person_search.register("training.observers", observers_for)
        own_data.register(*REFRESHER_PARTS)
        erasure.register(forget_training)
