from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from core import mail_outbox, tick
        from notices import actions, letters, topics
        from notices.actions.erasure import forget
        from notices.own_data import PARTS
        from notices.own_topics import TOPICS
        from notices.presentation import notes_on
        from people import erasure, notification_notes, own_data

        topics.register(*TOPICS)
        mail_outbox.register(letters.KIND, letters.letters, actions.finished)
        tick.register("notices.plan", actions.plan, commits=True)
        tick.register("notices.release", actions.release, commits=True)
        own_data.register(*PARTS)
        erasure.register(forget)
        notification_notes.register(notes_on)
