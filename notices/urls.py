"""Routes of notices."""

from django.urls import path

from notices import channel_views, views

app_name = "notices"

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("mail/", views.outgoing_mail, name="mail"),
    path("chat/", channel_views.channels, name="channels"),
    path("chat/add/", channel_views.add, name="channel_add"),
    path("chat/<int:channel_id>/", channel_views.change, name="channel"),
    path("chat/<int:channel_id>/pause/", channel_views.pause, name="channel_pause"),
    path("chat/<int:channel_id>/resume/", channel_views.resume, name="channel_resume"),
    path("chat/<int:channel_id>/test/", channel_views.send_test_message, name="channel_test"),
    path("chat/<int:channel_id>/delete/", channel_views.delete, name="channel_delete"),
]
