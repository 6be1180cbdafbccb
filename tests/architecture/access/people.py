from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.models import Authenticator

from people.actions import make_token
from people.drafts import FIELD, RenderedForm
from people.models import Leave, Membership, Scope, SourceIdentity
from tests.architecture.access.route import CONFLICT, FORBIDDEN, FOUND, INVALID, MISSING, OK, REFUSED, Route
from tests.factories.merging import merged
from tests.factories.people import Personas, PersonFactory, ShiftFactory

TYPED = {FIELD: RenderedForm("crisis.open", "/crises/open/", datetime.now(UTC), {}).token}


def person(personas: Personas) -> Mapping[str, Any]:
    """The agent's person."""
    return {"person_id": personas.agent.person_id}


def with_second_factor(personas: Personas) -> Mapping[str, Any]:
    Authenticator.objects.create(user=personas.agent, type=Authenticator.Type.TOTP, data={"secret": ""})
    return person(personas)


def no_passkey(_personas: Personas) -> Mapping[str, Any]:
    return {"pk": 0}


def without_sign_in(_personas: Personas) -> Mapping[str, Any]:
    return {"person_id": PersonFactory.create().pk}


def nobody(_personas: Personas) -> Mapping[str, Any]:
    return {"person_id": 0}


def membership(personas: Personas) -> Mapping[str, Any]:
    return {"membership_id": Membership.objects.get(person=personas.agent.person_id).pk}


def leave(personas: Personas) -> Mapping[str, Any]:
    return {"leave_id": Leave.objects.create(person=personas.agent.person, first_on="2026-03-01", last_on="2026-03-02").pk}


def team(personas: Personas) -> Mapping[str, Any]:
    return {"team_id": Membership.objects.get(person=personas.agent.person_id).team_id}


def shift(_personas: Personas) -> Mapping[str, Any]:
    return {"shift_id": ShiftFactory.create().pk}


def second_record(personas: Personas) -> Mapping[str, Any]:
    """Merge of a second record into the agent's record, which can be undone."""
    return {"merge_id": merged(personas.agent.person, PersonFactory.create()).pk}


def identity(personas: Personas) -> Mapping[str, Any]:
    named = SourceIdentity.objects.create(source="s", label="Ana A.", person=personas.agent.person)
    return {"identity_id": named.pk}


def token(_personas: Personas) -> Mapping[str, Any]:
    return {"token_id": make_token(actor=None, name="help desk", scopes=[Scope.FEEDBACK_WRITE])[0].pk}


def administrators(name: str, status: int, **route: Any) -> Route:
    """Route for administrators only."""
    return Route(f"people:{name}", otherwise=FORBIDDEN, expect={"administrator": status}, **route)


LAST = {"last_on": "2026-03-02"}
HOURS = {"starts_at": "08:00", "ends_at": "16:00"}

ROUTES = [
    Route("people:own-data", otherwise=OK),
    Route("people:own-export", otherwise=OK),
    Route("people:ask-for-erasure", otherwise=FOUND, method="post"),
    administrators("erase", CONFLICT, method="post", arrange=person),
    administrators("list", OK),
    administrators("add", OK),
    administrators("add", FOUND, method="post", data={"display_name": "Nina New"}),
    administrators("detail", OK, arrange=person),
    administrators("detail", MISSING, arrange=nobody),
    administrators("detail", FOUND, arrange=person, method="post", data={"display_name": "Ana A", "email": "a@example.org"}),
    administrators("roles", FOUND, arrange=person, method="post", data={"roles": ["agent", "reviewer"]}),
    administrators("join-team", INVALID, arrange=person, method="post"),
    administrators("leave-team", OK, arrange=membership),
    administrators("leave-team", FOUND, arrange=membership, method="post", data=LAST),
    administrators("enter-leave", FOUND, arrange=person, method="post", data={"first_on": "2026-03-01", **LAST}),
    administrators("cancel-leave", FOUND, arrange=leave, method="post"),
    administrators("give-sign-in", FOUND, arrange=without_sign_in, method="post", data={"email": "new@example.org"}),
    administrators("send-link", FOUND, arrange=person, method="post"),
    administrators("send-link", MISSING, arrange=without_sign_in, method="post"),
    administrators("end-sign-in", FOUND, arrange=person, method="post"),
    administrators("reset-second-factor", FOUND, arrange=with_second_factor, method="post"),
    administrators("reset-second-factor", CONFLICT, arrange=person, method="post"),
    administrators("leaving", FOUND, arrange=person, method="post", data=LAST),
    administrators("returning", FOUND, arrange=person, method="post"),
    administrators("merge", OK, arrange=person),
    administrators("merge", OK, arrange=person, method="post"),
    administrators("undo-merge", FOUND, arrange=second_record, method="post"),
    administrators("merge-again", FOUND, arrange=second_record, method="post"),
    administrators("identity", OK, arrange=identity),
    administrators("identity", INVALID, arrange=identity, method="post", data={"who": "Nobody at all"}),
    administrators("teams", OK),
    administrators("teams", FOUND, method="post", data={"name": "East"}),
    administrators("team", OK, arrange=team),
    administrators("team", FOUND, arrange=team, method="post", data={"name": "North-east"}),
    administrators("shifts", OK),
    administrators("shifts", FOUND, method="post", data={"name": "Early", **HOURS}),
    administrators("shift", OK, arrange=shift),
    administrators("shift", FOUND, arrange=shift, method="post", data={"name": "Early", **HOURS}),
    administrators("tokens", OK),
    administrators("tokens", INVALID, method="post", data={"name": "help desk"}),
    administrators("tokens", OK, method="post", data={"name": "help desk", "scopes": ["feedback:write"]}),
    administrators("revoke-token", FOUND, arrange=token, method="post"),
    administrators("organisation", OK),
    administrators("organisation", INVALID, method="post", data={"name": "X", "reporting_zone": "Mars/Olympus"}),
    administrators("privacy", FOUND, method="post", data={"privacy_contact": "dpo@example.org"}),
    administrators("privacy", INVALID, method="post", data={"works_agreement_on": "2026-03-01"}),
    administrators("second-factor-roles", FOUND, method="post", data={"roles": ["ops"]}),
    administrators("second-factor-roles", INVALID, method="post", data={"roles": ["king"]}),
    # The source only suggests people whom the user may choose.
    Route("people:find-person", otherwise=OK, data={"of": "crisis.leaders"}),
    Route("people:find-person", otherwise=MISSING, data={"of": "made up"}),
    # Own drafts of forms that a page has shown.
    Route("people:save-draft", otherwise=OK, method="post", data={**TYPED, "text": "It rains."}),
    Route("people:save-draft", otherwise=REFUSED, method="post", data={"form_draft": "made up"}),
    Route("people:discard-draft", otherwise=FOUND, method="post", data=TYPED),
    Route("people:notifications", otherwise=OK),
    Route("people:bell", otherwise=OK),
    Route("people:bell", otherwise=204, data={"seen": "0"}),
    Route("people:read", otherwise=FOUND, method="post"),
    # Only own notifications can be opened.
    Route("people:open", otherwise=MISSING, method="post", data={"key": "made up"}),
    # Own second factors. Changes redirect to the password page first.
    Route("mfa_index", otherwise=OK),
    Route("mfa_list_webauthn", otherwise=OK),
    Route("mfa_reauthenticate", otherwise=FOUND),
    Route("mfa_reauthenticate_webauthn", otherwise=FOUND),
    Route("mfa_activate_totp", otherwise=FOUND),
    Route("mfa_deactivate_totp", otherwise=MISSING),
    Route("mfa_view_recovery_codes", otherwise=MISSING),
    Route("mfa_generate_recovery_codes", otherwise=FOUND),
    Route("mfa_download_recovery_codes", otherwise=MISSING),
    Route("mfa_add_webauthn", otherwise=FOUND),
    Route("mfa_remove_webauthn", otherwise=FOUND, arrange=no_passkey),
    Route("mfa_edit_webauthn", otherwise=FOUND, arrange=no_passkey),
]
