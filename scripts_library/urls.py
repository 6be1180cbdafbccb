"""Routes of scripts_library."""

from django.urls import URLPattern

app_name = "scripts_library"

urlpatterns: list[URLPattern] = []
