"""Routes of crisis."""

from django.urls import path

from crisis.views import buy_in, changes, course, crises, invitations, protocols, rules, selection, setup, steps

app_name = "crisis"

urlpatterns = [
    path("", crises.crises, name="list"),
    path("open/", setup.open_crisis, name="open"),
    path("invitations/", invitations.mine, name="invitations"),
    path("invitations/<int:invitation_id>/", invitations.invitation, name="invitation"),
    path("invitations/<int:invitation_id>/decline/", invitations.decline, name="decline"),
    path("invitations/<int:invitation_id>/withdraw/", invitations.withdraw, name="withdraw"),
    path("protocols/", protocols.protocols, name="protocols"),
    path("protocols/files/<int:export_id>/", protocols.download, name="download"),
    path("<int:crisis_id>/protocol/", protocols.protocol, name="protocol"),
    path("<int:crisis_id>/protocol/edit/", protocols.edit, name="protocol_edit"),
    path("<int:crisis_id>/protocol/goals/", protocols.goals, name="protocol_goals"),
    path("<int:crisis_id>/protocol/improvements/", protocols.improvements, name="improvements"),
    path("<int:crisis_id>/protocol/improvements/<int:improvement_id>/", protocols.improvement, name="improvement"),
    path("<int:crisis_id>/protocol/review/", protocols.review, name="protocol_review"),
    path("<int:crisis_id>/protocol/export/<slug:format>/", protocols.export, name="protocol_export"),
    path("<int:crisis_id>/protocol/retry/", protocols.retry, name="protocol_retry"),
    path("<int:crisis_id>/", crises.detail, name="detail"),
    path("<int:crisis_id>/update/", crises.update, name="update"),
    path("<int:crisis_id>/selection/", selection.selection, name="selection"),
    path("<int:crisis_id>/selection/store/", selection.store, name="store_selection"),
    path("<int:crisis_id>/selection/<int:number>/", selection.stored, name="stored_selection"),
    path("<int:crisis_id>/selection/<int:before>/against/<int:after>/", changes.compare, name="compare"),
    path("<int:crisis_id>/selection/rules/", rules.rules, name="rules"),
    path("<int:crisis_id>/candidates/<int:person_id>/", selection.candidate, name="candidate"),
    path("<int:crisis_id>/setup/", setup.setup, name="setup"),
    path("<int:crisis_id>/contacts/", setup.add_contact, name="add_contact"),
    path("<int:crisis_id>/contacts/<int:contact_id>/remove/", setup.remove_contact, name="remove_contact"),
    path("<int:crisis_id>/goals/", setup.add_goal, name="add_goal"),
    path("<int:crisis_id>/goals/<int:goal_id>/drop/", setup.drop_goal, name="drop_goal"),
    path("<int:crisis_id>/course/<slug:name>/", course.step, name="step"),
    path("<int:crisis_id>/scripts/", steps.scripts, name="scripts"),
    path("<int:crisis_id>/reviews/", steps.reviews, name="reviews"),
    path("<int:crisis_id>/reviews/<int:review_id>/", steps.review, name="review"),
    path("<int:crisis_id>/reviews/elsewhere/<int:review_id>/", steps.external_review, name="external_review"),
    path("<int:crisis_id>/recognition/", steps.recognition, name="recognition"),
    path("<int:crisis_id>/recognition/nominate/", steps.nominate, name="nominate"),
    path("<int:crisis_id>/buy-in/", buy_in.buy_in, name="buy_in"),
    path("<int:crisis_id>/buy-in/invite/", buy_in.invite, name="invite"),
    path("<int:crisis_id>/buy-in/release/<int:person_id>/", buy_in.release, name="release"),
]
