"""Routes of imports and webhooks, under /feedback/ like those of feedback."""

from django.urls import path

from intake.views import columns, file_tables, imports, people, profiles, set_aside_names, staff, webhooks

app_name = "intake"

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/people/new/", staff.staff_new, name="staff_new"),
    path("imports/<int:import_id>/questions/", staff.staff_questions, name="staff_questions"),
    path("imports/profiles/", profiles.profiles, name="profiles"),
    path("imports/profiles/<int:profile_id>/", profiles.profile, name="profile"),
    path("imports/profiles/<int:profile_id>/delete/", profiles.profile_delete, name="profile_delete"),
    path("imports/names/", set_aside_names.names, name="set_aside_names"),
    path("imports/names/<int:identity_id>/reopen/", set_aside_names.reopen, name="name_reopen"),
    path("imports/<int:import_id>/", imports.import_detail, name="import_detail"),
    path("imports/<int:import_id>/columns/", columns.import_columns, name="import_columns"),
    path("imports/<int:import_id>/table/", file_tables.import_table, name="import_table"),
    path("imports/<int:import_id>/people/", people.import_people, name="import_people"),
    path("imports/<int:import_id>/decide/", imports.import_decide, name="import_decide"),
    path("imports/<int:import_id>/publish/", imports.import_publish, name="import_publish"),
    path("imports/<int:import_id>/discard/", imports.import_discard, name="import_discard"),
    path("imports/<int:import_id>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<int:import_id>/retry/", imports.import_retry, name="import_retry"),
    path("imports/<int:import_id>/rejected.csv", imports.import_rejected, name="import_rejected"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<int:endpoint_id>/secret/", webhooks.secret, name="webhook_secret"),
    path("webhooks/<int:endpoint_id>/revoke/", webhooks.revoke, name="webhook_revoke"),
]
