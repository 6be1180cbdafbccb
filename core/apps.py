from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import caching, lost_connections, mail_outbox, mail_runs, sent_forms, tick, work

        lost_connections.watch()
        tick.register("core.work", work.hint_waiting)
        tick.register("core.finished_work", work.forget_finished)
        tick.register("core.cache", caching.delete_expired)
        tick.register("core.mail_outbox", mail_outbox.reconcile)
        tick.register("core.expired_mail", mail_runs.fail_expired, commits=True)
        tick.register("core.sent_forms", sent_forms.forget)
