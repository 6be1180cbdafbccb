from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        from care import agenda
        from desk.agenda import awards_to_celebrate, reviews_to_talk_about

        agenda.register("desk.reviews", reviews_to_talk_about)
        agenda.register("desk.awards", awards_to_celebrate)
