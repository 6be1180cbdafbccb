from django.apps import AppConfig

# Leader input moves to the kept record, unless a saved selection names the merged one: then it stays with its figures.
STORED = """t.person_id = %(from)s AND EXISTS (
    SELECT FROM selection_candidate c JOIN selection_selection s ON s.id = c.selection_id
    WHERE s.crisis_id = t.crisis_id AND c.person_id = %(from)s
)"""


class SelectionConfig(AppConfig):
    name = "selection"

    def ready(self) -> None:
        from crisis import lifecycle, selection_registry, steps
        from crisis.queries import crises, version_tokens
        from crisis.queries import open_tasks as needs_of_crises
        from journal import verbs
        from notices import topics
        from people import data_registry, erasure, needs, own_data, record_moves
        from selection.actions.erasure import forget
        from selection.data_uses import ENTRIES
        from selection.needs import leaders_who_have_not_answered, questions_to_leaders
        from selection.notification_topics import TOPICS
        from selection.own_data import PARTS
        from selection.queries.coverage_now import coverage_now
        from selection.queries.next_people import needed_by_rules, next_people, next_person_for, saved_team
        from selection.queries.own_cards import reserves_of
        from selection.queries.step import obstacles_to_activation, step
        from selection.queries.version_tokens import ROWS, ROWS_OF_CRISIS
        from selection.verbs import AUDIENCES, Verb

        verbs.register(Verb, AUDIENCES)
        data_registry.register(*ENTRIES)
        topics.register(*TOPICS)
        steps.register(1, step)
        lifecycle.register_obstacles(lifecycle.Step.ACTIVATE, obstacles_to_activation)
        selection_registry.register(
            selection_registry.Reserve(saved_team, next_people, coverage_now, reserves_of, needed_by_rules, next_person_for)
        )
        version_tokens.register(room=ROWS_OF_CRISIS, homes=ROWS)
        crises.register_part("leaders_asked__leader")
        needs_of_crises.register(leaders_who_have_not_answered)
        needs.register("selection.questions", questions_to_leaders, rows=ROWS)
        # Saved selections never change, so their candidates keep the record they name.
        record_moves.register("selection.Candidate", record_moves.MergeRule(moves=False))
        record_moves.register("selection.CardReply", record_moves.MergeRule(moves=False))
        record_moves.register("selection.LeaderInput", record_moves.MergeRule(unless=STORED))
        own_data.register(*PARTS)
        erasure.register(forget)
