"""Routes of scripts_library."""

from django.urls import path

from scripts_library.views import console, drafts, library, phrases, versions

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
    path("versions/<int:version_id>/review/", versions.review, name="review"),
    path("versions/<int:version_id>/publish/", versions.publish, name="publish"),
    path("versions/<int:version_id>/withdraw/", versions.withdraw, name="withdraw"),
    path("versions/<int:version_id>/readers/", versions.readers, name="readers"),
    path("versions/<int:version_id>/acknowledge/", library.acknowledge, name="acknowledge"),
    path("versions/<int:version_id>/acknowledge-withdrawal/", library.acknowledge_withdrawal, name="acknowledge_withdrawal"),
    # The agent's console.
    path("<int:script_id>/pin/", console.pin, name="pin"),
    path("<int:script_id>/unpin/", console.unpin, name="unpin"),
    path("<int:script_id>/stage/", console.stage, name="stage"),
    path("found/", console.found, name="found"),
    path("unfound/", console.unfound, name="unfound"),
    path("unfound/report/", console.report_unfound, name="report_unfound"),
    path("unfound/<int:search_id>/done/", console.unfound_done, name="unfound_done"),
]
