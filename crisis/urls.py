"""URLs of the crisis room."""

from django.urls import path

from crisis.views import buy_in, crises, goals, help_requests, invitations, setup, steps, surge, transitions

app_name = "crisis"

urlpatterns = [
    path("", crises.crises, name="list"),
    path("open/", setup.open_crisis, name="open"),
    path("invitations/", invitations.mine, name="invitations"),
    path("invitations/<int:invitation_id>/", invitations.invitation, name="invitation"),
    path("invitations/<int:invitation_id>/decline/", invitations.decline, name="decline"),
    path("invitations/<int:invitation_id>/withdraw/", invitations.withdraw, name="withdraw"),
    path("help/<int:request_id>/", help_requests.help_request, name="help_request"),
    path("help/<int:request_id>/answer/", help_requests.answer, name="answer_help"),
    path("help/<int:request_id>/close/", help_requests.close, name="close_help"),
    path("help/<int:request_id>/cancel/", help_requests.cancel, name="cancel_help"),
    path("<int:crisis_id>/", crises.detail, name="detail"),
    path("<int:crisis_id>/update/", crises.update, name="update"),
    path("<int:crisis_id>/updates/<int:sequence>/confirm/", crises.confirm_update, name="confirm_update"),
    path("<int:crisis_id>/updates/<int:sequence>/correct/", crises.correct, name="correct_update"),
    path("<int:crisis_id>/help/", help_requests.ask, name="ask_for_help"),
    path("<int:crisis_id>/setup/", setup.setup, name="setup"),
    path("<int:crisis_id>/surge/", surge.surge, name="surge"),
    path("<int:crisis_id>/contacts/", setup.add_contact, name="add_contact"),
    path("<int:crisis_id>/contacts/<int:contact_id>/", setup.edit_contact, name="edit_contact"),
    path("<int:crisis_id>/contacts/<int:contact_id>/remove/", setup.remove_contact, name="remove_contact"),
    path("<int:crisis_id>/goals/", goals.add_goal, name="add_goal"),
    path("<int:crisis_id>/goals/hints/", goals.goal_hints, name="goal_hints"),
    path("<int:crisis_id>/goals/<int:goal_id>/", goals.goal, name="goal"),
    path("<int:crisis_id>/goals/<int:goal_id>/progress/", goals.record_progress, name="record_progress"),
    path("<int:crisis_id>/goals/<int:goal_id>/drop/", goals.drop_goal, name="drop_goal"),
    path("<int:crisis_id>/removed/<int:sequence>/undo/", setup.undo, name="undo_removal"),
    path("<int:crisis_id>/course/<slug:name>/", transitions.step, name="step"),
    path("<int:crisis_id>/baseline/", transitions.start_baseline, name="start_baseline"),
    path("<int:crisis_id>/scripts/", steps.scripts, name="scripts"),
    path("<int:crisis_id>/reviews/", steps.reviews, name="reviews"),
    path("<int:crisis_id>/reviews/<int:review_id>/", steps.review, name="review"),
    path("<int:crisis_id>/reviews/evaluations/<int:review_id>/", steps.imported_evaluation, name="imported_evaluation"),
    path("<int:crisis_id>/recognition/", steps.recognition, name="recognition"),
    path("<int:crisis_id>/recognition/nominate/", steps.nominate, name="nominate"),
    path("<int:crisis_id>/buy-in/", buy_in.buy_in, name="buy_in"),
    path("<int:crisis_id>/buy-in/invite/", buy_in.invite, name="invite"),
    path("<int:crisis_id>/buy-in/extend/<int:invitation_id>/", buy_in.extend_deadline, name="extend_deadline"),
    path("<int:crisis_id>/buy-in/release/<int:person_id>/", buy_in.release, name="release"),
]
