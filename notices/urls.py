"""Routes of notices."""

from django.urls import path

from notices import views

app_name = "notices"

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("mail/", views.outgoing_mail, name="mail"),
]
