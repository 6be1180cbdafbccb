"""Routes of feedback."""

from django.urls import path

from feedback.views import audit, ranking, retention

app_name = "feedback"

urlpatterns = [
    path("imports/kept/", retention.retention, name="retention"),
    path("audit/", audit.audit, name="audit"),
    path("audit/<slug:kind>/", audit.audit_list, name="audit_list"),
    path("ranking/", ranking.ranking, name="ranking"),
    path("card/", ranking.own_card, name="own_card"),
    path("card/<int:person_id>/", ranking.card, name="card"),
]
