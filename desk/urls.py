"""URLs of the homes and of the help."""

from django.urls import path

from desk import views

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("script-cards/<int:script_id>/", views.script_card, name="script_card"),
    path("help/data/", views.data_about_you, name="data_about_you"),
    path("help/data/pdf/", views.data_about_you_pdf, name="data_about_you_pdf"),
    path("help/accessibility/", views.accessibility_page, name="accessibility"),
    path("help/glossary/", views.glossary_page, name="glossary"),
]
