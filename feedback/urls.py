"""Routes of feedback."""

from django.urls import path

from feedback.views import ranking

app_name = "feedback"

urlpatterns = [
    path("ranking/", ranking.ranking, name="ranking"),
    path("card/", ranking.own_card, name="own_card"),
    path("card/<int:person_id>/", ranking.card, name="card"),
]
