"""Routes of scripts_library."""

from django.urls import path

from scripts_library.views import phrases, reading, releasing, writing

app_name = "scripts_library"

urlpatterns = [
    path("", reading.library, name="library"),
    path("news/", reading.news, name="news"),
    path("withdrawals/", reading.withdrawals, name="withdrawals"),
    path("new/", writing.write, name="write"),
    path("wording/", writing.wording, name="wording"),
    path("phrases/", phrases.phrases, name="phrases"),
    path("phrases/<int:phrase_id>/", phrases.phrase, name="phrase"),
    path("phrases/<int:phrase_id>/remove/", phrases.remove_phrase, name="remove_phrase"),
    path("<int:script_id>/", reading.script, name="script"),
    path("<int:script_id>/change/", writing.change, name="change"),
    path("versions/<int:version_id>/", releasing.version, name="version"),
    path("versions/<int:version_id>/edit/", writing.edit, name="edit"),
    path("versions/<int:version_id>/revise/", writing.revise, name="revise"),
    path("versions/<int:version_id>/submit/", writing.submit, name="submit"),
    path("versions/<int:version_id>/review/", releasing.review, name="review"),
    path("versions/<int:version_id>/publish/", releasing.publish, name="publish"),
    path("versions/<int:version_id>/withdraw/", releasing.withdraw, name="withdraw"),
    path("versions/<int:version_id>/readers/", releasing.readers, name="readers"),
    path("versions/<int:version_id>/acknowledge/", reading.acknowledge, name="acknowledge"),
    path("versions/<int:version_id>/acknowledge-withdrawal/", reading.acknowledge_withdrawal, name="acknowledge_withdrawal"),
]
