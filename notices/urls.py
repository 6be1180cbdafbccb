"""Routes of notices."""

from django.urls import path

from notices import template_views, views

app_name = "notices"

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("mail/", views.outgoing_mail, name="mail"),
    path("templates/", template_views.templates, name="templates"),
    path("templates/<slug:name>/", template_views.template, name="template"),
    path("templates/<slug:name>/reset/", template_views.template_reset, name="template_reset"),
]
