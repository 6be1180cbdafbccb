"""What this room does with data about people, and what `core`, the journal and the sign-in packages keep about them."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import mail_outbox
from people.actions import rosters
from people.data_registry import (
    UNTIL_CHANGED,
    UNTIL_ERASED,
    Area,
    DataUse,
    KeptFor,
    LegalBasis,
    NotAboutPeople,
    Seer,
    days_of,
    lasting,
)
from people.models import Role

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

WORK = (
    DataUse(
        key="teams",
        area=Area.WORK,
        title=_("Your teams"),
        what=_("The teams you belong to or lead, from when to when."),
        purpose=_("To know who leads whom, and so who may see figures, and to mix home teams in a crisis team."),
        source=_("An administrator, or a staff file of your organisation."),
        seen_by=(Seer.SELF, Seer.COLLEAGUES, Seer.ADMINISTRATORS),
        kept=(UNTIL_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        fields={"people.Membership": "person team is_lead starts_on ends_on"},
        figures=("PeopleTable.teams", "TeamsTable.size"),
        pages=("people:list", "people:teams"),
    ),
    DataUse(
        key="leave",
        area=Area.WORK,
        title=_("Leave"),
        what=_("The first and last day of an absence, without its reason."),
        purpose=_("So that you aren't selected, invited or given reviews while you're away."),
        source=_("An administrator, or a staff file of your organisation."),
        seen_by=(Seer.SELF, Seer.LEADS, Seer.SUPERVISORS, Seer.ADMINISTRATORS),
        kept=(UNTIL_ERASED,),
        basis=LegalBasis.EMPLOYMENT,
        fields={"people.Leave": "person first_on last_on"},
        pages=("people:detail",),
    ),
    DataUse(
        key="roster",
        area=Area.WORK,
        title=_("Your roster"),
        what=_("The start and end of each rostered shift."),
        purpose=_("So that invitations, reminders and deadlines keep to your working hours."),
        source=_("A roster file of your organisation."),
        seen_by=(Seer.SELF,),
        kept=(KeptFor(_("Deleted %(period)s after the shift ended."), lasting(rosters.KEPT)),),
        basis=LegalBasis.EMPLOYMENT,
        fields={"people.RosteredShift": "person starts_at ends_at"},
    ),
    DataUse(
        key="staff_changes",
        area=Area.WORK,
        title=_("Changes from staff files"),
        what=_("What a staff file changed in your record: the value before and after."),
        purpose=_("To be able to undo a wrong file."),
        source=_("A staff file of your organisation."),
        seen_by=(Seer.SELF, Seer.ADMINISTRATORS),
        kept=(KeptFor(_("Deleted %(period)s after the file was applied."), lasting(rosters.KEPT)),),
        basis=LegalBasis.INTEREST,
        fields={"people.StaffChange": "person kind row field before after"},
    ),
    DataUse(
        key="names_in_files",
        area=Area.WORK,
        title=_("Your names in other systems"),
        what=_("How files of the help desk and other systems name you."),
        purpose=_("To match contacts, responses and evaluations to the right person."),
        source=_("Imported files, matched by operations or an administrator."),
        seen_by=(Seer.SELF, Seer.OPERATIONS, Seer.ADMINISTRATORS),
        kept=(UNTIL_ERASED,),
        basis=LegalBasis.INTEREST,
        fields={"people.SourceIdentity": "source label person"},
        pages=("people:identity", "people:detail"),
    ),
)

MESSAGES = (
    DataUse(
        key="notifications",
        area=Area.MESSAGES,
        title=_("Notifications"),
        what=_("The messages under the bell, with the time they were sent and read."),
        purpose=_("To tell you what is new and what is waiting for you."),
        source=_("The product."),
        seen_by=(Seer.SELF,),
        kept=(
            KeptFor(_("Deleted %(period)s after you read them."), days_of("RETENTION_READ_NOTIFICATIONS_DAYS")),
            KeptFor(_("Unread ones are deleted after %(period)s."), days_of("RETENTION_UNREAD_NOTIFICATIONS_DAYS")),
        ),
        basis=LegalBasis.EMPLOYMENT,
        fields={"people.Notification": "person key text url created_at read_at is_planned is_about_drill"},
        own_page="people:notifications",
    ),
    DataUse(
        key="emails",
        area=Area.MESSAGES,
        title=_("E-mails to you"),
        what=_("Your address, the text until it is sent, and whether and when it was sent."),
        purpose=_("To deliver e-mails, and to find out why one didn't arrive."),
        source=_("The product."),
        seen_by=(Seer.ADMINISTRATORS,),
        kept=(
            KeptFor(
                _(
                    "The text is deleted when it is sent or given up, the record %(period)s later. Pages show neither you "
                    "nor the text."
                ),
                lasting(mail_outbox.KEPT),
            ),
        ),
        basis=LegalBasis.EMPLOYMENT,
        fields={
            "core.OutgoingMail": "kind recipient data state tries is_bulk may_have_arrived expires_at error created_at "
            "finished_at"
        },
        figures=(
            "OutgoingMailTable.created_at",
            "OutgoingMailTable.kind",
            "OutgoingMailTable.state",
            "OutgoingMailTable.tries",
            "OutgoingMailTable.error",
        ),
        pages=("notices:mail",),
    ),
    DataUse(
        key="drafts",
        area=Area.MESSAGES,
        title=_("Drafts of forms"),
        what=_("What you typed into a long form and haven't sent yet."),
        purpose=_("So that you don't lose your text."),
        source=_("You."),
        seen_by=(Seer.SELF,),
        kept=(KeptFor(_("Deleted %(period)s after your last change."), days_of("RETENTION_DRAFTS_DAYS")),),
        basis=LegalBasis.OWN_CHOICE,
        fields={"people.FormDraft": "person key fields saved saved_at sent_at"},
    ),
)

RECORDS = (
    DataUse(
        key="looks",
        area=Area.RECORDS,
        title=_("Who looked at your record"),
        what=_("Who opened your card, your reviews or a list with your figures, and on which day."),
        purpose=_("So that you can see who looks at your figures, and nobody looks without being seen."),
        source=_("The pages themselves."),
        seen_by=(Seer.SELF,),
        kept=(KeptFor(_("Deleted after %(period)s."), days_of("RETENTION_LOOKS_DAYS")),),
        basis=LegalBasis.SECURITY,
        fields={"people.Look": "viewer person team kind on at"},
        figures=("LooksTable.on", "LooksTable.viewer", "LooksTable.kind"),
        own_page="people:own-data",
    ),
    DataUse(
        key="journal",
        area=Area.RECORDS,
        title=_("The journal"),
        what=_("Who did what and when: decisions, changes and updates, with the names and texts that belong to them."),
        purpose=_("To prove afterwards what was done, and to learn from it. Entries can't be changed."),
        source=_("Actions of people and of the product."),
        seen_by=(Seer.SELF, Seer.CRISIS_TEAM, Seer.SUPERVISORS),
        kept=(
            KeptFor(
                _(
                    "There's no time limit. When your record is erased, names and texts about you are deleted; the fact "
                    "that something was done stays."
                )
            ),
        ),
        basis=LegalBasis.SECURITY,
        fields={
            "journal.Entry": "journal sequence verb actor_id subject_type subject_id data occurred_at recorded_at",
            "journal.JournalText": "name text",
        },
        pages=("crisis:detail",),
    ),
    DataUse(
        key="api_tokens",
        area=Area.RECORDS,
        title=_("API tokens you created or revoked"),
        what=_("Who created or revoked a token, and when."),
        purpose=_("To know who gave another system access."),
        source=_("Your action."),
        seen_by=(Seer.SELF, Seer.ADMINISTRATORS),
        kept=(UNTIL_ERASED,),
        basis=LegalBasis.SECURITY,
        about=(Role.ADMINISTRATOR,),
        fields={"people.ApiToken": "created_by created_at revoked_by revoked_at"},
        figures=("TokensTable.created_by",),
        pages=("people:tokens",),
    ),
)

OMISSIONS = (
    NotAboutPeople(
        "about the organisation",
        {
            "people.Organisation": "name reporting_zone work_starts_at work_ends_at second_factor_roles "
            "accessibility_contact privacy_contact legal_basis works_agreement works_agreement_on"
        },
    ),
    NotAboutPeople(
        "about the token and its calls, which programs make",
        {"people.ApiToken": "name scopes digest ending expires_at last_used_at", "people.CallCount": "caller minute_at calls"},
        ("TokensTable.name", "TokensTable.ending", "TokensTable.scopes", "TokensTable.last_used_at", "TokensTable.state"),
    ),
    NotAboutPeople("counts the attempts of a merge", {"people.PersonMerge": "round"}),
    NotAboutPeople("file that a change came from, which names no one", {"people.StaffChange": "update"}),
    NotAboutPeople(
        "hashes and salts that protect the journal",
        {"journal.Entry": "text_digests previous_hash hash", "journal.JournalText": "salt"},
    ),
    NotAboutPeople(
        "keys and times of the delivery",
        {"core.OutgoingMail": "uuid next_try_at claims claimed_until_at"},
    ),
    NotAboutPeople("lists teams", figures=("TeamsTable.name", "TeamsTable.site")),
    NotAboutPeople("lists shifts", figures=("ShiftsTable.*",)),
    NotAboutPeople("counts of tables in a merge, on the merge's page only", figures=("RecordsTable.*",)),
)

ENTRIES = (*ACCOUNT, *WORK, *MESSAGES, *RECORDS, *OMISSIONS)
