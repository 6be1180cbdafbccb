"""Routes of scripts_library."""

from django.urls import path

from scripts_library.views import approval, comments, drafts, freshness, kinds, library, phrases, release, versions

app_name = "scripts_library"

urlpatterns = [
    path("", library.library, name="library"),
    path("news/", library.news, name="news"),
    path("withdrawals/", library.withdrawals, name="withdrawals"),
    path("new/", drafts.write, name="write"),
    path("wording/", drafts.wording, name="wording"),
    path("phrases/", phrases.phrases, name="phrases"),
    path("phrases/<int:phrase_id>/", phrases.phrase, name="phrase"),
    path("phrases/<int:phrase_id>/remove/", phrases.remove_phrase, name="remove_phrase"),
    path("<int:script_id>/", library.script, name="script"),
    path("<int:script_id>/change/", drafts.change, name="change"),
    path("versions/<int:version_id>/", versions.version, name="version"),
    path("versions/<int:version_id>/edit/", drafts.edit, name="edit"),
    path("versions/<int:version_id>/revise/", drafts.revise, name="revise"),
    path("versions/<int:version_id>/submit/", drafts.submit, name="submit"),
    path("versions/<int:version_id>/review/", approval.review, name="review"),
    path("versions/<int:version_id>/publish/", release.publish, name="publish"),
    path("versions/<int:version_id>/withdraw/", release.withdraw, name="withdraw"),
    path("versions/<int:version_id>/readers/", versions.readers, name="readers"),
    path("versions/<int:version_id>/acknowledge/", library.acknowledge, name="acknowledge"),
    path("versions/<int:version_id>/acknowledge-withdrawal/", library.acknowledge_withdrawal, name="acknowledge_withdrawal"),
    # Kinds, the way of an emergency, schedules, comments and freshness
    path("kinds/", kinds.kinds, name="kinds"),
    path("kinds/<int:kind_id>/", kinds.kind, name="kind"),
    path("<int:script_id>/kind/", kinds.choose_kind, name="choose_kind"),
    path("versions/<int:version_id>/ask-in-emergency/", approval.ask_in_emergency, name="ask_in_emergency"),
    path("versions/<int:version_id>/emergency/", approval.emergency, name="emergency"),
    path("versions/<int:version_id>/afterwards/", approval.afterwards, name="afterwards"),
    path("versions/<int:version_id>/cancel-schedule/", release.cancel_schedule, name="cancel_schedule"),
    path("versions/<int:version_id>/still-right/", release.confirm, name="confirm"),
    path("versions/<int:version_id>/comments/", comments.comment, name="comment"),
    path("comments/<int:comment_id>/reply/", comments.reply, name="reply"),
    path("comments/<int:comment_id>/resolve/", comments.resolve, name="resolve_comment"),
    path("freshness/", freshness.freshness, name="freshness"),
    path("<int:script_id>/archive/", freshness.archive, name="archive"),
    path("<int:script_id>/restore/", freshness.restore, name="restore"),
]
