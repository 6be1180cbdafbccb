"""Routes of scripts_library."""

from django.urls import path

from scripts_library.views import (
    comparison,
    drafts,
    efficacy,
    library,
    phrases,
    reading,
    script_files,
    steps,
    variants,
    versions,
)

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
    path("<int:script_id>/", reading.script, name="script"),
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
    path("versions/<int:version_id>/compare/", comparison.compare, name="compare"),
    path("<int:script_id>/variants/new/", variants.write_variant, name="write_variant"),
    path("<int:script_id>/audience/", variants.change_audience, name="change_audience"),
    path("versions/<int:version_id>/up-to-date/", variants.confirm_variant, name="confirm_variant"),
    path("export/<str:name>", script_files.export, name="export"),
    path("import/", script_files.upload, name="upload"),
    path("import/<int:import_id>/", script_files.imported, name="import"),
    # Steps and uses
    path("<int:script_id>/efficacy/", efficacy.efficacy, name="efficacy"),
    path("versions/<int:version_id>/steps/", steps.steps, name="steps"),
    path("versions/<int:version_id>/steps/new/", steps.add_step, name="add_step"),
    path("versions/<int:version_id>/steps/<slug:key>/", steps.step, name="step"),
    path("versions/<int:version_id>/steps/<slug:key>/move/", steps.move_step, name="move_step"),
    path("versions/<int:version_id>/steps/<slug:key>/delete/", steps.delete_step, name="delete_step"),
    path("versions/<int:version_id>/take-step/", reading.take_step, name="take_step"),
    path("versions/<int:version_id>/finish/", reading.finish_use, name="finish_use"),
]
