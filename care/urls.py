"""URLs of care. Those with the segment `anonymous` are never logged; see `core.anonymous_routes`."""

from django.urls import path

from care.views import coachees, pulse, rounds, sessions
from care.views.suggestions import board, box, triage

app_name = "care"

urlpatterns = [
    path("suggestions/anonymous/write/", box.write, name="suggestion_write"),
    path("suggestions/anonymous/receipt/", box.receipt, name="suggestion_receipt"),
    path("suggestions/", board.board, name="suggestions"),
    path("suggestions/mine/", board.own, name="own_suggestions"),
    path("suggestions/to-answer/", triage.triage, name="triage"),
    path("suggestions/<int:suggestion_id>/", board.suggestion, name="suggestion"),
    path("suggestions/<int:suggestion_id>/vote/", board.vote, name="suggestion_vote"),
    path("suggestions/<int:suggestion_id>/reply/", board.reply, name="suggestion_reply"),
    path("suggestions/<int:suggestion_id>/look/", triage.look, name="suggestion_look"),
    path("suggestions/<int:suggestion_id>/publish/", triage.publish, name="suggestion_publish"),
    path("suggestions/<int:suggestion_id>/answer/", triage.answer, name="suggestion_answer"),
    path("suggestions/<int:suggestion_id>/merge/", triage.merge, name="suggestion_merge"),
    path("", pulse.pulse, name="pulse"),
    path("pulse/<int:round_id>/answer/", pulse.answer, name="answer"),
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
    path("coaching/", sessions.coaching, name="coaching"),
    path("coaching/about-me/", sessions.about_me, name="about-me"),
    path("coaching/<int:coaching_id>/plan/", sessions.plan, name="plan-session"),
    path("coaching/<int:coaching_id>/share/", sessions.share, name="share-earlier"),
    path("coaching/sessions/<int:session_id>/", sessions.session, name="session"),
    path("coaching/sessions/<int:session_id>/notes/", sessions.shared_notes, name="shared-notes"),
    path("coaching/sessions/<int:session_id>/private/", sessions.private_notes, name="private-notes"),
    path("coaching/sessions/<int:session_id>/actions/", sessions.agree, name="agree-action"),
    path("coaching/sessions/<int:session_id>/hold/", sessions.hold, name="hold-session"),
    path("coaching/sessions/<int:session_id>/cancel/", sessions.cancel, name="cancel-session"),
    path("coaching/actions/<int:action_id>/done/", sessions.done, name="action-done"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/start/", rounds.start_round, name="start-round"),
    path("rounds/<int:round_id>/", rounds.round_, name="round"),
    path("rounds/<int:round_id>/change/", rounds.say_change, name="say-change"),
]
