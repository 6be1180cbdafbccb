"""URLs of the crisis room."""

from django.urls import path

from crisis.views import buy_in, crises, hours, invitations, line, reply_links, setup, staffing, steps, surge, transitions

app_name = "crisis"

urlpatterns = [
    path("", crises.crises, name="list"),
    path("open/", setup.open_crisis, name="open"),
    path("invitations/", invitations.mine, name="invitations"),
    path("invitations/reply/", reply_links.reply, name="reply"),
    path("invitations/<int:invitation_id>/", invitations.invitation, name="invitation"),
    path("invitations/<int:invitation_id>/decline/", invitations.decline, name="decline"),
    path("invitations/<int:invitation_id>/withdraw/", invitations.withdraw, name="withdraw"),
    path("invitations/<int:invitation_id>/come-back/", invitations.come_back, name="come_back"),
    path("<int:crisis_id>/", crises.detail, name="detail"),
    path("<int:crisis_id>/update/", crises.update, name="update"),
    path("<int:crisis_id>/updates/<int:sequence>/confirm/", crises.confirm_update, name="confirm_update"),
    path("<int:crisis_id>/updates/<int:sequence>/correct/", crises.correct, name="correct_update"),
    path("<int:crisis_id>/setup/", setup.setup, name="setup"),
    path("<int:crisis_id>/surge/", surge.surge, name="surge"),
    path("<int:crisis_id>/contacts/", setup.add_contact, name="add_contact"),
    path("<int:crisis_id>/contacts/<int:contact_id>/remove/", setup.remove_contact, name="remove_contact"),
    path("<int:crisis_id>/goals/", setup.add_goal, name="add_goal"),
    path("<int:crisis_id>/goals/<int:goal_id>/drop/", setup.drop_goal, name="drop_goal"),
    path("<int:crisis_id>/removed/<int:sequence>/undo/", setup.undo, name="undo_removal"),
    path("<int:crisis_id>/course/<slug:name>/", transitions.step, name="step"),
    path("<int:crisis_id>/baseline/", transitions.start_baseline, name="start_baseline"),
    path("<int:crisis_id>/scripts/", steps.scripts, name="scripts"),
    path("<int:crisis_id>/reviews/", steps.reviews, name="reviews"),
    path("<int:crisis_id>/reviews/<int:review_id>/", steps.review, name="review"),
    path("<int:crisis_id>/reviews/evaluations/<int:review_id>/", steps.imported_evaluation, name="imported_evaluation"),
    path("<int:crisis_id>/recognition/", steps.recognition, name="recognition"),
    path("<int:crisis_id>/recognition/nominate/", steps.nominate, name="nominate"),
    path("<int:crisis_id>/staffing/", staffing.board, name="staffing"),
    path("<int:crisis_id>/staffing/needed/", staffing.needed, name="needed"),
    path("<int:crisis_id>/staffing/invite/", staffing.invite, name="invite_for_cell"),
    path("<int:crisis_id>/line/on/", line.go_on, name="go_on_line"),
    path("<int:crisis_id>/line/off/", line.go_off, name="go_off_line"),
    path("<int:crisis_id>/hours/", hours.everyone, name="hours"),
    path("<int:crisis_id>/hours/<int:person_id>/", hours.member, name="member_hours"),
    path("<int:crisis_id>/hours/<int:person_id>/add/", hours.add, name="add_hours"),
    path("<int:crisis_id>/hours/<int:person_id>/<int:shift_id>/", hours.correct, name="correct_hours"),
    path("<int:crisis_id>/buy-in/", buy_in.buy_in, name="buy_in"),
    path("<int:crisis_id>/buy-in/invite/", buy_in.invite, name="invite"),
    path("<int:crisis_id>/buy-in/invite-again/<int:invitation_id>/", buy_in.invite_again, name="invite_again"),
    path("<int:crisis_id>/buy-in/extend/<int:invitation_id>/", buy_in.extend_deadline, name="extend_deadline"),
    path("<int:crisis_id>/buy-in/release/<int:person_id>/", buy_in.release, name="release"),
]
