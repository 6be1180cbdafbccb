from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from core import mail_outbox, tick, work
        from journal import verbs
        from people import data_registry, password_mail, record_moves, sign_in_log
        from people.actions import merges, second_factors
        from people.actions.access_log import forget_looks
        from people.actions.api_calls import forget_calls
        from people.actions.drafts import forget_drafts
        from people.actions.notifications import forget_notifications
        from people.actions.rosters import forget_rosters, forget_staff_updates
        from people.actions.sessions import forget_sessions
        from people.data_uses import ENTRIES
        from people.verbs import AUDIENCES, Verb

        sign_in_log.connect()
        second_factors.connect()
        verbs.register(Verb, AUDIENCES)
        data_registry.register(*ENTRIES)
        work.register(merges.KIND, merges.step, queue="imports", unfinished=merges.unfinished)
        mail_outbox.register(password_mail.KIND, password_mail.letters)
        record_moves.register("people.FormDraft", record_moves.MergeRule(is_shown=False))
        record_moves.register("people.StaffChange", record_moves.MergeRule(is_shown=False))
        tick.register("people.calls", forget_calls)
        tick.register("people.drafts", forget_drafts)
        tick.register("people.looks", forget_looks)
        tick.register("people.notifications", forget_notifications)
        tick.register("people.rosters", forget_rosters)
        tick.register("people.staff_updates", forget_staff_updates)
        tick.register("people.sessions", forget_sessions)
