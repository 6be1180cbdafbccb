from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "care"

    def ready(self) -> None:
        """Register what other rooms ask of this one."""
        from care import actions
        from care.actions.suggestions.erasure import forget
        from care.needs import suggestions_to_look_at
        from care.notification_topics import SUGGESTION_TOPICS
        from care.own_data import SUGGESTION_PARTS
        from care.queries import ROWS_OF_NEW_SUGGESTIONS
        from care.verbs import SUGGESTION_AUDIENCES, SuggestionVerb
        from core import tick
        from journal import verbs
        from notices import topics
        from people import erasure, needs, own_data

        verbs.register(SuggestionVerb, SUGGESTION_AUDIENCES)
        topics.register(*SUGGESTION_TOPICS)
        tick.register("care.suggestions", actions.deliver_suggestions)
        tick.register("care.original_suggestions", actions.forget_originals)
        needs.register("care.suggestions", suggestions_to_look_at, rows=ROWS_OF_NEW_SUGGESTIONS)
        own_data.register(*SUGGESTION_PARTS)
        erasure.register(forget)
