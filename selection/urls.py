"""Routes of selection, under the addresses of its crisis."""

from django.urls import path

from selection.views import changes, leader_input, oversight, own_cards, people, ranking, stored_selections, tabs, unranked

app_name = "selection"

urlpatterns = [
    path("selections/", own_cards.selections, name="own"),
    path("<int:crisis_id>/selection/", ranking.selection, name="detail"),
    path("<int:crisis_id>/selection/criteria/", ranking.criteria, name="criteria"),
    path("<int:crisis_id>/selection/store/", ranking.store, name="store"),
    path("<int:crisis_id>/selection/without-ranking/", unranked.people, name="unranked"),
    path("<int:crisis_id>/selection/coverage/", tabs.coverage, name="coverage"),
    path("<int:crisis_id>/selection/fairness/", tabs.fairness, name="fairness"),
    path("<int:crisis_id>/selection/rules/", tabs.rules, name="rules"),
    path("<int:crisis_id>/selection/not-eligible/", ranking.not_eligible, name="not_eligible"),
    path("<int:crisis_id>/selection/people/", people.compare_people, name="compare_people"),
    path("<int:crisis_id>/selection/<int:number>/", stored_selections.team, name="stored"),
    path("<int:crisis_id>/selection/<int:number>/coverage/", stored_selections.coverage, name="stored_coverage"),
    path("<int:crisis_id>/selection/<int:number>/fairness/", stored_selections.fairness, name="stored_fairness"),
    path("<int:crisis_id>/selection/<int:number>/not-selected/", stored_selections.not_selected, name="stored_out"),
    path("<int:crisis_id>/selection/<int:number>/export/", stored_selections.export, name="export"),
    path("<int:crisis_id>/selection/<int:before>/against/<int:after>/", changes.compare, name="compare"),
    path("<int:crisis_id>/selection/<int:number>/oversight/", oversight.record, name="oversight"),
    path("<int:crisis_id>/selection/<int:number>/oversight/text/", oversight.download, name="oversight_download"),
    path("<int:crisis_id>/selection/mine/", own_cards.own_card, name="own_card"),
    path("<int:crisis_id>/leader-input/", leader_input.overview, name="leader_input"),
    path("<int:crisis_id>/leader-input/ask/", leader_input.ask, name="ask_leaders"),
    path("<int:crisis_id>/leader-input/nothing/", leader_input.nothing, name="add_nothing"),
    path("<int:crisis_id>/leader-input/<int:person_id>/", leader_input.give, name="give_leader_input"),
    path("<int:crisis_id>/leader-input/<int:person_id>/withdraw/", leader_input.withdraw, name="withdraw_leader_input"),
    path("<int:crisis_id>/candidates/<int:person_id>/", people.candidate, name="candidate"),
]
