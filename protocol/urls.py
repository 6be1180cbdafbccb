"""Routes of the protocol, below the URL of its crisis."""

from django.urls import path

from protocol import views

app_name = "protocol"

urlpatterns = [
    path("protocols/", views.protocols, name="list"),
    path("protocols/files/<int:export_id>/", views.download, name="download"),
    path("<int:crisis_id>/protocol/", views.protocol, name="detail"),
    path("<int:crisis_id>/protocol/edit/", views.edit, name="edit"),
    path("<int:crisis_id>/protocol/goals/", views.goals, name="goals"),
    path("<int:crisis_id>/protocol/improvements/", views.improvements, name="improvements"),
    path("<int:crisis_id>/protocol/improvements/<int:improvement_id>/", views.improvement, name="improvement"),
    path("<int:crisis_id>/protocol/review/", views.review, name="review"),
    path("<int:crisis_id>/protocol/review/request/", views.request_review, name="request_review"),
    path("<int:crisis_id>/protocol/export/<slug:format>/", views.export, name="export"),
    path("<int:crisis_id>/protocol/retry/", views.retry, name="retry"),
]
