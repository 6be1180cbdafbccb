"""Models of people, users, roles, teams, leave, notifications and tokens."""

from people.models.access_log import Look
from people.models.drafts import FormDraft
from people.models.merges import MovedRows, PersonMerge
from people.models.organisation import Organisation, Shift, Team
from people.models.persons import Channel, Leave, Membership, Notification, Person, SourceIdentity
from people.models.roles import Role, RoleGrant
from people.models.rosters import RosteredShift
from people.models.sign_ins import User
from people.models.staff_updates import StaffChange, StaffUpdate
from people.models.tokens import ApiToken, CallCount, Scope

__all__ = [
    "ApiToken",
    "CallCount",
    "Channel",
    "FormDraft",
    "Leave",
    "Look",
    "Membership",
    "MovedRows",
    "Notification",
    "Organisation",
    "Person",
    "PersonMerge",
    "Role",
    "RoleGrant",
    "RosteredShift",
    "Scope",
    "Shift",
    "SourceIdentity",
    "StaffChange",
    "StaffUpdate",
    "Team",
    "User",
]
