"""URLs of care. Those with the segment `anonymous` are never logged; see `core.anonymous_routes`."""

from django.urls import path

from care.views.suggestions import board, box, triage

app_name = "care"

urlpatterns = [
    path("anonymous/suggestion/", box.write, name="suggestion_write"),
    path("anonymous/receipt/", box.receipt, name="suggestion_receipt"),
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
]
