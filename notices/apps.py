from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from core import mail_outbox, tick, work
        from journal import verbs
        from notices import actions, topics
        from notices.actions import chat_posts
        from notices.actions.erasure import forget
        from notices.data_uses import ENTRIES
        from notices.emails import writing
        from notices.own_data import PARTS
        from notices.own_topics import TOPICS
        from notices.presentation import about_emergencies, notes_on
        from notices.verbs import AUDIENCES, Verb
        from people import data_registry, erasure, notification_notes, own_data

        verbs.register(Verb, AUDIENCES)
        data_registry.register(*ENTRIES)
        topics.register(*TOPICS)
        mail_outbox.register(writing.KIND, writing.letters, actions.finished)
        tick.register("notices.plan", actions.plan, commits=True)
        tick.register("notices.release", actions.release, commits=True)
        work.register(chat_posts.WORK_KIND, chat_posts.step, queue=chat_posts.QUEUE, unfinished=work.nobody)
        tick.register("notices.chat", chat_posts.reconcile)
        own_data.register(*PARTS)
        erasure.register(forget)
        notification_notes.register(notes_on)
        notification_notes.register_summary(about_emergencies)
