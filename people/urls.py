"""Routes of people."""

from django.urls import path

from people.person_search import find_person
from people.views import drafts, merges, notifications, organisation, own, persons, tokens

app_name = "people"

urlpatterns = [
    path("", persons.people_list, name="list"),
    path("add/", persons.add, name="add"),
    path("<int:person_id>/", persons.detail, name="detail"),
    path("<int:person_id>/roles/", persons.roles, name="roles"),
    path("<int:person_id>/teams/", persons.join_team, name="join-team"),
    path("memberships/<int:membership_id>/end/", persons.leave_team, name="leave-team"),
    path("<int:person_id>/leave/", persons.enter_leave, name="enter-leave"),
    path("leave/<int:leave_id>/cancel/", persons.cancel_leave, name="cancel-leave"),
    path("<int:person_id>/sign-in/", persons.give_sign_in, name="give-sign-in"),
    path("<int:person_id>/sign-in/link/", persons.send_link, name="send-link"),
    path("<int:person_id>/sign-in/end/", persons.end_sign_in, name="end-sign-in"),
    path("<int:person_id>/sign-in/second-factor/", persons.reset_second_factor, name="reset-second-factor"),
    path("<int:person_id>/left/", persons.leaving, name="leaving"),
    path("<int:person_id>/returned/", persons.returning, name="returning"),
    path("<int:person_id>/erase/", persons.erase, name="erase"),
    path("<int:person_id>/merge/", merges.merge, name="merge"),
    path("merges/<int:merge_id>/undo/", merges.undo, name="undo-merge"),
    path("merges/<int:merge_id>/again/", merges.again, name="merge-again"),
    path("identities/<int:identity_id>/", merges.identity, name="identity"),
    path("teams/", organisation.teams, name="teams"),
    path("teams/<int:team_id>/", organisation.team, name="team"),
    path("shifts/", organisation.shifts, name="shifts"),
    path("shifts/<int:shift_id>/", organisation.shift, name="shift"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/second-factors/", organisation.second_factor_roles, name="second-factor-roles"),
    path("organisation/privacy/", organisation.privacy, name="privacy"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke-token"),
    path("me/", own.own_data, name="own-data"),
    path("find/", find_person, name="find-person"),
    path("drafts/", drafts.save, name="save-draft"),
    path("drafts/discard/", drafts.discard, name="discard-draft"),
    path("me/export/", own.export, name="own-export"),
    path("me/erasure/", own.ask_for_erasure, name="ask-for-erasure"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/bell/", notifications.bell, name="bell"),
    path("notifications/open/", notifications.open_one, name="open"),
    path("notifications/read/", notifications.read, name="read"),
]
