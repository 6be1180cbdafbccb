"""All routes of the project. Each room has its own prefix."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("people.sign_in_urls")),
    path("api/", include("api.urls")),
    path("people/", include("people.urls")),
    path("feedback/", include("feedback.urls")),
    path("feedback/", include("intake.urls")),
    path("notices/", include("notices.urls")),
    path("scripts/", include("scripts_library.urls")),
    path("training/", include("training.urls")),
    path("quality/", include("quality.urls")),
    path("recognition/", include("recognition.urls")),
    path("care/", include("care.urls")),
    path("crises/", include("protocol.urls")),
    path("crises/", include("selection.urls")),
    path("crises/", include("crisis.urls")),
    path("", include("desk.urls")),
]
