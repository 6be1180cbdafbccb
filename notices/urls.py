"""Routes of notices."""

from django.urls import path

from notices import channel_views, template_views, views

app_name = "notices"

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("mail/", views.outgoing_mail, name="mail"),
    path("templates/", template_views.templates, name="templates"),
    path("templates/<slug:name>/", template_views.template, name="template"),
    path("templates/<slug:name>/reset/", template_views.template_reset, name="template_reset"),
    path("chat/", channel_views.channels, name="channels"),
    path("chat/add/", channel_views.add, name="channel_add"),
    path("chat/<int:channel_id>/", channel_views.change, name="channel"),
    path("chat/<int:channel_id>/pause/", channel_views.pause, name="channel_pause"),
    path("chat/<int:channel_id>/resume/", channel_views.resume, name="channel_resume"),
    path("chat/<int:channel_id>/test/", channel_views.send_test_message, name="channel_test"),
    path("chat/<int:channel_id>/delete/", channel_views.delete, name="channel_delete"),
]
