"""Routes of notices."""

from django.urls import path

from notices.views import chat_channels, emails, letter_templates

app_name = "notices"

urlpatterns = [
    path("preferences/", emails.preferences, name="preferences"),
    path("mail/", emails.outgoing_mail, name="mail"),
    path("templates/", letter_templates.templates, name="templates"),
    path("templates/<slug:name>/", letter_templates.template, name="template"),
    path("templates/<slug:name>/reset/", letter_templates.template_reset, name="template_reset"),
    path("chat/", chat_channels.channels, name="channels"),
    path("chat/add/", chat_channels.add, name="channel_add"),
    path("chat/<int:channel_id>/", chat_channels.change, name="channel"),
    path("chat/<int:channel_id>/pause/", chat_channels.pause, name="channel_pause"),
    path("chat/<int:channel_id>/resume/", chat_channels.resume, name="channel_resume"),
    path("chat/<int:channel_id>/test/", chat_channels.send_test_message, name="channel_test"),
    path("chat/<int:channel_id>/delete/", chat_channels.delete, name="channel_delete"),
]
