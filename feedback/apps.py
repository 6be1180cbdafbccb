from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"

    def ready(self) -> None:
        from core import tick, work
        from feedback.actions import retention, rollups
        from feedback.actions.erasure import forget
        from feedback.actions.person_merges import scores_follow
        from feedback.data_uses import ENTRIES
        from feedback.import_destination import DESTINATION, TABS
        from feedback.own_data import PARTS
        from feedback.queries.agents import agents_for
        from feedback.verbs import AUDIENCES, Verb
        from intake import destination, tabs
        from journal import verbs
        from people import data_registry, erasure, own_data, person_search, record_moves

        verbs.register(Verb, AUDIENCES)
        data_registry.register(*ENTRIES)
        work.register(rollups.KIND, rollups.step, queue="imports", unfinished=work.nobody)
        work.register(retention.KIND, retention.step, queue="imports", unfinished=work.nobody)
        tick.register("feedback.rollups", rollups.keep_up)
        tick.register("feedback.retention", retention.purge_what_is_old)
        destination.register(DESTINATION)
        for tab, after in TABS:
            tabs.register(tab, after=after)
        # Scores are recounted from the contacts. Claims move too, but the merge page does not list them.
        for counted in ("feedback.MonthlyScore", "feedback.MonthlyContacts"):
            record_moves.register(counted, record_moves.MergeRule(moves=False, is_shown=False))
        record_moves.register("feedback.Claim", record_moves.MergeRule(is_shown=False))
        record_moves.register_around(scores_follow)
        person_search.register("feedback.agents", agents_for)
        own_data.register(*PARTS)
        erasure.register(forget)
