"""What each kind of the audit means, for somebody who has never heard of it, with the figures that are used."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.audit_kinds import AuditKind
from feedback.sql.counting import figures


@dataclass(frozen=True, slots=True)
class Explained:
    """A kind in words: its name, what it is, whether it counts and why, and the symbol beside it."""

    title: str | Promise
    what: str | Promise
    rule: str | Promise
    symbol: str
    counts: bool


EXPLAINED: Mapping[AuditKind, Explained] = {
    AuditKind.UNASSIGNED: Explained(
        _("Nobody assigned"),
        _("A customer answered, but the source does not say who served the contact."),
        _("They do not count, because there is nobody whose record they belong to. Say who served them and they do."),
        "user-question",
        counts=False,
    ),
    AuditKind.SUSPECTED: Explained(
        _("Probably a mail scanner"),
        _(
            "Programs that check mail for dangerous links open every link in it, and so answer surveys. Found are "
            "answers within %(seconds)d seconds of the survey being sent, and %(many)d or more answers of one source "
            "in the same second; in chats, where customers answer that fast, only the latter. Answers whose "
            "source gives only the day or the minute are never suspected."
        ),
        _("They do not count, because probably no customer gave them. If one did, let it count."),
        "robot",
        counts=False,
    ),
    AuditKind.DUPLICATE: Explained(
        _("Came from two sources"),
        _(
            "Another source brought the same answer before: the same person, the same beginning of the contact, the "
            "same rating and the same words."
        ),
        _(
            "The one that came first counts and this one does not, because it would count twice. If it is another "
            "answer, let it count."
        ),
        "copy",
        counts=False,
    ),
    AuditKind.SUPERSEDED: Explained(
        _("Answered again"),
        _("The customer answered the same question about the same contact more than once."),
        _("The latest answer counts and these earlier ones are kept. You can let an earlier one count instead."),
        "history",
        counts=False,
    ),
    AuditKind.OUT_OF_WINDOW: Explained(
        _("Answered at an odd time"),
        _("Answered before the contact began, or more than %(days)d days after it."),
        _("They count, because late is not wrong. If a wrong date or a mix-up is behind it, do not let it count."),
        "calendar-question",
        counts=True,
    ),
    AuditKind.DECIDED: Explained(
        _("Decided by a person"),
        _("Somebody decided whether these count, whatever the rule says. It holds when the same file is imported again."),
        _("They count or do not as it was decided. “As the rule has it” takes that back."),
        "gavel",
        counts=True,
    ),
}


def explained(kind: AuditKind) -> Explained:
    """The kind in words, with the figures that are used."""
    lazy = EXPLAINED[kind]
    return replace(lazy, what=str(lazy.what) % figures().parameters)
