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
