"""URLs of recognition."""

from django.urls import path

from recognition import views

app_name = "recognition"

urlpatterns = [
    path("", views.wall, name="wall"),
    path("mine/", views.mine, name="mine"),
    path("mine/discretion/", views.discretion, name="discretion"),
    path("nominate/", views.nominate, name="nominate"),
    path("nominations/<int:award_id>/cancel/", views.cancel, name="cancel"),
    path("decide/", views.approvals, name="approvals"),
    path("decide/<int:award_id>/", views.decide, name="decide"),
    path("decide/<int:award_id>/approve/", views.approve, name="approve"),
    path("decide/<int:award_id>/decline/", views.decline, name="decline"),
    path("ledger/", views.ledger, name="ledger"),
    path("budgets/", views.budgets, name="budgets"),
    path("budgets/<int:budget_id>/", views.budget, name="budget"),
    path("types/", views.add_type, name="add-type"),
    path("types/<int:type_id>/retire/", views.retire_type, name="retire-type"),
    path("types/<int:type_id>/offer/", views.offer_type_again, name="offer-type-again"),
]
