"""Records of people, their accounts and roles."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.data_registry import (
    UNTIL_CHANGED,
    Area,
    DataUse,
    KeptFor,
    LegalBasis,
    Seer,
)

ACCOUNT = (
    DataUse(
        key="record",
        area=Area.ACCOUNT,
        title=_("Your record"),
        what=_(
            "Name, e-mail address, languages, channels, contract hours, usual shift, time zone, working hours, first and "
            "last day. Also when the record was created and when it was erased."
        ),
        purpose=_(
            "To know who is meant, to write to you during your working hours, and to staff channels, languages and shifts."
        ),
        source=_("An administrator, or a staff file of your organisation."),
        seen_by=(Seer.SELF, Seer.COLLEAGUES, Seer.ADMINISTRATORS),
        kept=(
            KeptFor(
                _(
                    "There's no time limit. After your last day an administrator can erase the record; first day, last "
                    "day and a pseudonym stay."
                )
            ),
        ),
        basis=LegalBasis.EMPLOYMENT,
        fields={
            "people.Person": "display_name email languages channels contract_hours shift time_zone work_starts_at "
            "work_ends_at joined_on left_on erased_at created_at"
        },
        figures=("PeopleTable.display_name", "PeopleTable.email"),
        own_page="people:own-data",
        pages=("people:list", "people:detail"),
    ),
    DataUse(
        key="account",
        area=Area.ACCOUNT,
        title=_("Your account"),
        what=_(
            "E-mail address, password (only as a hash), whether the account is active, when it was created and when you "
            "last signed in. Of a link or code that was sent: when it was sent."
        ),
        purpose=_("To let you and no one else sign in."),
        source=_("An administrator, you, and the sign-in itself."),
        seen_by=(Seer.SELF, Seer.ADMINISTRATORS),
        kept=(KeptFor(_("Kept until your record is erased. Then the account is deleted.")),),
        basis=LegalBasis.SECURITY,
        fields={
            "people.User": "password last_login is_superuser email person is_active is_staff date_joined",
            "account.EmailAddress": "user email verified primary",
            "account.EmailConfirmation": "created sent key",
            # Empty: the product has roles of its own.
            "people.User_groups": "user group",
            "people.User_user_permissions": "user permission",
        },
        figures=("PeopleTable.sign_in",),
        own_page="mfa_index",
        pages=("people:list", "people:detail"),
    ),
    DataUse(
        key="second_factors",
        area=Area.ACCOUNT,
        title=_("Passkeys, authenticator apps and company sign-in"),
        what=_("Which second factors you set up, their secrets or public keys, and when each was last used."),
        purpose=_("To protect your account."),
        source=_("You, or the sign-in service of your organisation."),
        seen_by=(Seer.SELF, Seer.ADMINISTRATORS),
        kept=(
            KeptFor(
                _("Kept until you or an administrator remove them. Administrators can remove them, but can't read the secrets.")
            ),
        ),
        basis=LegalBasis.SECURITY,
        fields={
            "mfa.Authenticator": "user type data created_at last_used_at",
            "socialaccount.SocialAccount": "user provider uid last_login date_joined extra_data",
            "socialaccount.SocialToken": "app token token_secret expires_at",
        },
        own_page="mfa_index",
        pages=("people:detail",),
    ),
    DataUse(
        key="sessions",
        area=Area.ACCOUNT,
        title=_("Sessions"),
        what=_("That a browser is signed in with your account, and until when."),
        purpose=_("To keep you signed in while you work."),
        source=_("Your sign-in."),
        seen_by=(Seer.NO_ONE,),
        kept=(
            KeptFor(
                _("Deleted when you sign out, or %(period)s after your last sign-in. A little longer if you stay signed in."),
                lambda: timedelta(seconds=settings.SESSION_COOKIE_AGE),
            ),
        ),
        basis=LegalBasis.SECURITY,
        fields={"sessions.Session": "session_data expire_date"},
    ),
    DataUse(
        key="roles",
        area=Area.ACCOUNT,
        title=_("Your roles"),
        what=_("The roles you have, such as agent or QA reviewer."),
        purpose=_("To decide which pages you can open."),
        source=_("An administrator. Files with agents give the role agent."),
        seen_by=(Seer.SELF, Seer.ADMINISTRATORS),
        kept=(UNTIL_CHANGED,),
        basis=LegalBasis.EMPLOYMENT,
        fields={"people.RoleGrant": "person role"},
        figures=("PeopleTable.roles",),
        pages=("people:list", "people:detail"),
    ),
    DataUse(
        key="merged_records",
        area=Area.ACCOUNT,
        title=_("Records that were merged"),
        what=_(
            "Which two records were found to be the same person, by whom and when, their e-mail addresses, and which rows "
            "moved."
        ),
        purpose=_("To have one record for each person, and to be able to undo a wrong merge."),
        source=_("An administrator."),
        seen_by=(Seer.ADMINISTRATORS,),
        kept=(KeptFor(_("There's no time limit. When your record is erased, the addresses are deleted.")),),
        basis=LegalBasis.SECURITY,
        fields={
            "people.Person": "merged_into",
            "people.PersonMerge": "kept merged state kept_email merged_email started_by started_at undone_by undone_at "
            "stayed_rows lost_rows",
            "people.MovedRows": "table column ids stayed",
        },
        pages=("people:detail",),
    ),
)
