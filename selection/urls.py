"""Routes of selection, under the addresses of its crisis."""

from django.urls import path

from selection.views import candidates, changes, leader_input, oversight, own_cards, rule_comparison, stored_selections

app_name = "selection"

urlpatterns = [
    path("selections/", own_cards.selections, name="own"),
    path("<int:crisis_id>/selection/", candidates.selection, name="detail"),
    path("<int:crisis_id>/selection/store/", candidates.store, name="store"),
    path("<int:crisis_id>/selection/costs/", candidates.costs, name="costs"),
    path("<int:crisis_id>/selection/<int:number>/", stored_selections.stored_selection, name="stored"),
    path("<int:crisis_id>/selection/<int:before>/against/<int:after>/", changes.compare, name="compare"),
    path("<int:crisis_id>/selection/<int:number>/costs/", stored_selections.stored_costs, name="stored_costs"),
    path("<int:crisis_id>/selection/<int:number>/export/", stored_selections.export, name="export"),
    path("<int:crisis_id>/selection/<int:number>/oversight/", oversight.record, name="oversight"),
    path("<int:crisis_id>/selection/<int:number>/oversight/text/", oversight.download, name="oversight_download"),
    path("<int:crisis_id>/selection/rules/", rule_comparison.rules, name="rules"),
    path("<int:crisis_id>/selection/mine/", own_cards.own_card, name="own_card"),
    path("<int:crisis_id>/leader-input/", leader_input.overview, name="leader_input"),
    path("<int:crisis_id>/leader-input/ask/", leader_input.ask, name="ask_leaders"),
    path("<int:crisis_id>/leader-input/nothing/", leader_input.nothing, name="add_nothing"),
    path("<int:crisis_id>/leader-input/<int:person_id>/", leader_input.give, name="give_leader_input"),
    path("<int:crisis_id>/leader-input/<int:person_id>/withdraw/", leader_input.withdraw, name="withdraw_leader_input"),
    path("<int:crisis_id>/candidates/<int:person_id>/", candidates.candidate, name="candidate"),
]
