"""Registry of what the system does with data about people. Each room registers its uses in `AppConfig.ready`.

The page “Data about you”, its PDF and docs/data.md are written from it. A test fails when a field or a figure about a person is
missing here; the remedy is a `DataUse`, or a `NotAboutPeople` with the reason, in the room's `data_uses.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from people.models import Role


class Area(TextChoices):
    """Groups of uses, in the order of the page."""

    ACCOUNT = "account", gettext_lazy("You and your account")
    WORK = "work", gettext_lazy("Teams, leave and rosters")
    FEEDBACK = "feedback", gettext_lazy("Contacts and customer responses")
    FIGURES = "figures", gettext_lazy("Customer satisfaction")
    SELECTION = "selection", gettext_lazy("Selection for a crisis team")
    CRISIS = "crisis", gettext_lazy("Invitations and crisis teams")
    QUALITY = "quality", gettext_lazy("Quality reviews")
    SCRIPTS = "scripts", gettext_lazy("Scripts")
    TRAINING = "training", gettext_lazy("Refresher training")
    RECOGNITION = "recognition", gettext_lazy("Awards")
    CARE = "care", gettext_lazy("Wellbeing, coaching and suggestions")
    MESSAGES = "messages", gettext_lazy("Messages and drafts")
    RECORDS = "records", gettext_lazy("Records of what was done")


class Seer(TextChoices):
    """Who sees data about a person (domain section 10)."""

    SELF = "self", gettext_lazy("you")
    COLLEAGUES = "colleagues", gettext_lazy("colleagues")
    CRISIS_TEAM = "crisis_team", gettext_lazy("the crisis team")
    TEAM_LEADERS = "team_leaders", gettext_lazy("the leaders of your teams")
    LEADS = "leads", gettext_lazy("lead and deputy of the crisis")
    SUPERVISORS = "supervisors", gettext_lazy("supervisors")
    REVIEWER = "reviewer", gettext_lazy("the reviewer")
    COACH = "coach", gettext_lazy("the coach you agreed to")
    CALLED = "called", gettext_lazy("people called to help")
    APPROVERS = "approvers", gettext_lazy("script approvers and trainers")
    TRAINERS = "trainers", gettext_lazy("trainers")
    OPERATIONS = "operations", gettext_lazy("operations")
    ADMINISTRATORS = "administrators", gettext_lazy("administrators")
    NO_ONE = "no_one", pgettext_lazy("who sees the data", "no one")

    @property
    def roles(self) -> frozenset[Role]:
        """Roles through which these people open pages. The pages narrow them down, for instance to the leaders of a team."""
        return _ROLES.get(self, frozenset())


_ROLES: Mapping[Seer, frozenset[Role]] = {
    Seer.COLLEAGUES: frozenset(Role),
    Seer.CRISIS_TEAM: frozenset(Role),
    Seer.TEAM_LEADERS: frozenset({Role.SUPERVISOR}),
    Seer.LEADS: frozenset({Role.SUPERVISOR}),
    Seer.SUPERVISORS: frozenset({Role.SUPERVISOR}),
    Seer.REVIEWER: frozenset({Role.REVIEWER}),
    Seer.COACH: frozenset({Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.TRAINER}),
    Seer.CALLED: frozenset(Role),
    Seer.APPROVERS: frozenset({Role.APPROVER, Role.TRAINER}),
    Seer.TRAINERS: frozenset({Role.TRAINER}),
    Seer.OPERATIONS: frozenset({Role.OPS}),
    Seer.ADMINISTRATORS: frozenset({Role.ADMINISTRATOR}),
}


class LegalBasis(TextChoices):
    """Proposals for the legal basis. The organisation decides."""

    EMPLOYMENT = (
        "employment",
        gettext_lazy(
            "Usually needed for the employment relationship (GDPR, Article 6(1)(b), and national law under Article 88)."
        ),
    )
    INTEREST = (
        "interest",
        gettext_lazy(
            "Usually a legitimate interest of the organisation (GDPR, Article 6(1)(f)) or a works agreement (Article 88)."
        ),
    )
    SECURITY = (
        "security",
        gettext_lazy("Usually a legitimate interest in security and accountability (GDPR, Articles 6(1)(f), 5(2) and 32)."),
    )
    OWN_CHOICE = (
        "own_choice",
        gettext_lazy(
            "You give it freely, and nothing follows if you don't. Usually a legitimate interest of the organisation (GDPR, "
            "Article 6(1)(f)); consent is rarely a basis at work."
        ),
    )


@dataclass(frozen=True, slots=True)
class Months:
    """A number of whole months."""

    number: int

    def __bool__(self) -> bool:
        return self.number > 0


@dataclass(frozen=True, slots=True)
class KeptFor:
    """How long data are kept, as a sentence.

    `period` reads the constant or setting that the deletion uses, and goes into the sentence as `%(period)s`. If it is 0,
    nothing is deleted by age, and the sentence says so.
    """

    words: Promise
    period: Callable[[], timedelta | Months] | None = None

    def __str__(self) -> str:
        if self.period is None:
            return str(self.words)
        period = self.period()
        if not period:
            return _("This installation has no time limit for it. When your record is erased, your name is removed.")
        return str(self.words) % {"period": _in_words(period)}


def days_of(setting: str) -> Callable[[], timedelta]:
    """Period of a setting in days, read when it is shown."""
    return lambda: timedelta(days=getattr(settings, setting))


def lasting(period: timedelta) -> Callable[[], timedelta]:
    """Period of a constant."""
    return lambda: period


def _in_words(period: timedelta | Months) -> str:
    if isinstance(period, Months):
        return ngettext("%(number)d month", "%(number)d months", period.number) % {"number": period.number}
    if period % timedelta(days=1):
        hours = period // timedelta(hours=1)
        return ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    return ngettext("%(number)d day", "%(number)d days", period.days) % {"number": period.days}


DELETED_WITH_RECORD = KeptFor(gettext_lazy("There's no time limit. It's deleted when your record is erased."))
NAME_ERASED = KeptFor(gettext_lazy("There's no time limit. When your record is erased, it stays without your name."))
TEXTS_ERASED = KeptFor(
    gettext_lazy("There's no time limit. When your record is erased, your name and the texts go; dates and figures stay.")
)
UNTIL_CHANGED = KeptFor(gettext_lazy("Kept until it is changed."))


@dataclass(frozen=True, slots=True, kw_only=True)
class DataUse:
    """What the system does with some data about a person.

    `about` are the roles of the people concerned, everyone if it is empty. `fields` maps models to names of fields, separated
    by spaces. `figures` are values that are computed or shown, such as `RankingTable.chance`. `own_page` is the route where
    people see their own data, `pages` are those where others see them.
    """

    key: str
    area: Area
    title: Promise
    what: Promise
    purpose: Promise
    source: Promise
    seen_by: tuple[Seer, ...]
    kept: tuple[KeptFor, ...]
    basis: LegalBasis
    about: tuple[Role, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    figures: tuple[str, ...] = ()
    own_page: str = ""
    pages: tuple[str, ...] = ()

    @property
    def covered(self) -> frozenset[str]:
        """Names of the fields and figures, such as `quality.Review.score` and `RankingTable.chance`."""
        return _names(self.fields) | frozenset(self.figures)


@dataclass(frozen=True, slots=True)
class NotAboutPeople:
    """Fields that belong to a record of a person and say nothing about one, and tables without people, with the reason."""

    reason: str
    fields: Mapping[str, str] = field(default_factory=dict)
    figures: tuple[str, ...] = ()

    @property
    def covered(self) -> frozenset[str]:
        """Names of the fields and figures. `ProfilesTable.*` are all columns of a table that lists no people."""
        return _names(self.fields) | frozenset(self.figures)


def _names(fields: Mapping[str, str]) -> frozenset[str]:
    return frozenset(f"{model}.{name}" for model, names in fields.items() for name in names.split())


_uses: list[DataUse] = []
_omissions: list[NotAboutPeople] = []


def register(*entries: DataUse | NotAboutPeople) -> None:
    for entry in entries:
        if isinstance(entry, DataUse):
            _uses.append(entry)
        else:
            _omissions.append(entry)


def uses() -> list[DataUse]:
    """All uses by area, and in each area in the order of their registration."""
    order = list(Area)
    return sorted(_uses, key=lambda use: order.index(use.area))


def omissions() -> list[NotAboutPeople]:
    return list(_omissions)
