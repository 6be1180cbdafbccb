"""URLs of care."""

from django.urls import path

from care.views import coachees, pulse, rounds

app_name = "care"

urlpatterns = [
    path("pulse/", pulse.pulse, name="pulse"),
    path("pulse/<int:round_id>/answer/", pulse.answer, name="answer"),
    path("pulse/<int:round_id>/skip/", pulse.skip, name="skip"),
    path("break/", pulse.ask_for_break, name="ask-for-break"),
    path("break/<int:break_id>/", coachees.break_, name="break"),
    path("break/<int:break_id>/settle/", coachees.settle_break, name="settle-break"),
    path("break/<int:break_id>/take-back/", pulse.take_back_break, name="take-back-break"),
    path("coach/", pulse.choose_coach, name="choose-coach"),
    path("coach/propose/", pulse.propose_coach, name="propose-coach"),
    path("coach/<int:coaching_id>/reply/", pulse.answer_proposal, name="answer-proposal"),
    path("coach/<int:coaching_id>/end/", pulse.end_coaching, name="end-coaching"),
    path("coachees/", coachees.coachees, name="coachees"),
    path("coachees/<int:coaching_id>/", coachees.coachee, name="coachee"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/start/", rounds.start_round, name="start-round"),
    path("rounds/<int:round_id>/", rounds.round_, name="round"),
    path("rounds/<int:round_id>/change/", rounds.say_change, name="say-change"),
]
