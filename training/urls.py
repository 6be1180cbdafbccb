"""URLs of training."""

from django.urls import path

from training.views import items, own_refresher, readiness, refreshers, rehearsals, role_plays

app_name = "training"

urlpatterns = [
    path("", own_refresher.mine, name="mine"),
    path("items/<int:item_id>/", own_refresher.item, name="item"),
    path("items/<int:item_id>/done/", own_refresher.done, name="item-done"),
    path("items/<int:item_id>/rehearse/", own_refresher.rehearse, name="rehearse"),
    path("items/<int:item_id>/change/", items.change, name="change-item"),
    path("items/<int:item_id>/move/", items.move, name="move-item"),
    path("items/<int:item_id>/remove/", items.remove, name="remove-item"),
    path("items/<int:item_id>/conversation/<int:person_id>/", items.conversation, name="record-conversation"),
    path("refreshers/", refreshers.refreshers, name="refreshers"),
    path("refreshers/start/", refreshers.start, name="start-refresher"),
    path("refreshers/<int:refresher_id>/", refreshers.refresher, name="refresher"),
    path("refreshers/<int:refresher_id>/change/", refreshers.change, name="change-refresher"),
    path("refreshers/<int:refresher_id>/publish/", refreshers.publish, name="publish-refresher"),
    path("refreshers/<int:refresher_id>/close/", refreshers.close, name="close-refresher"),
    path("refreshers/<int:refresher_id>/add/<slug:kind>/", items.add, name="add-item"),
    path("role-plays/", role_plays.role_plays, name="role-plays"),
    path("role-plays/write/", role_plays.write, name="write-role-play"),
    path("role-plays/<int:role_play_id>/", role_plays.role_play, name="role-play"),
    path("role-plays/<int:role_play_id>/change/", role_plays.change, name="change-role-play"),
    path("behaviours/<int:behaviour_id>/remove/", role_plays.remove_behaviour, name="remove-behaviour"),
    path("rehearsals/<int:rehearsal_id>/", rehearsals.rehearsal, name="rehearsal"),
    path("rehearsals/<int:rehearsal_id>/cancel/", rehearsals.cancel, name="cancel-rehearsal"),
    path("readiness/<int:journal_id>/", readiness.board, name="readiness"),
    path("readiness/<int:journal_id>/nudge/", readiness.nudge, name="nudge"),
]
