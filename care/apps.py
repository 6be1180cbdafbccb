from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "care"

    def ready(self) -> None:
        from care import actions, needs, own_data, verbs
        from care.actions.person_merges import one_coach_stays
        from care.actions.pulse_erasure import forget_care
        from care.actions.suggestions.erasure import forget
        from care.data_uses import ENTRIES
        from care.notification_topics import COACHING_TOPICS, SUGGESTION_TOPICS
        from care.queries import ROWS_OF_NEW_SUGGESTIONS
        from care.queries.breaks import BREAKS
        from care.queries.coaches import COACHINGS, people_to_coach, possible_coaches
        from care.queries.rounds import ROUNDS
        from care.queries.sessions import SESSIONS
        from core import tick
        from journal.verbs import register as register_verbs
        from notices import topics
        from people import data_registry, erasure, person_search, record_moves
        from people.needs import register as register_needs
        from people.own_data import register as register_own_data

        register_verbs(verbs.PulseVerb, verbs.PULSE_AUDIENCES)
        register_verbs(verbs.SuggestionVerb, verbs.SUGGESTION_AUDIENCES)
        data_registry.register(*ENTRIES)
        topics.register(*COACHING_TOPICS, *SUGGESTION_TOPICS)
        tick.register("care.rounds", actions.keep_up_rounds, commits=True)
        tick.register("care.retention", actions.forget_old_answers)
        tick.register("care.old_sessions", actions.forget_old_sessions)
        tick.register("care.suggestions", actions.deliver_suggestions, commits=True)
        tick.register("care.original_suggestions", actions.forget_originals)
        register_needs("care.changes", needs.changes_to_say, rows=ROUNDS)
        register_needs("care.breaks", needs.breaks_asked_for, rows=BREAKS)
        register_needs("care.sessions", needs.sessions_coming, rows=SESSIONS)
        register_needs("care.actions", needs.actions_overdue, rows=SESSIONS)
        register_needs("care.coach", needs.coach_proposed, rows=COACHINGS)
        register_needs("care.suggestions", needs.suggestions_to_look_at, rows=ROWS_OF_NEW_SUGGESTIONS)
        person_search.register("care.coaches", possible_coaches)
        person_search.register("care.people", people_to_coach)
        record_moves.register_around(one_coach_stays)
        record_moves.register("care.PulseFigure", record_moves.MergeRule(lists=("people",), is_shown=False))
        register_own_data(*own_data.PULSE_PARTS, *own_data.COACHING_PARTS, *own_data.SUGGESTION_PARTS)
        erasure.register(forget)
        erasure.register(forget_care)
