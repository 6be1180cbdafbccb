"""Explanations of each audit list for a first-time reader, with the thresholds in use."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.audit_kinds import AuditKind
from feedback.sql.counting import figures


@dataclass(frozen=True, slots=True)
class Explained:
    """Texts of an audit list: its title, what it contains, whether these responses count and why, and its icon."""

    title: str | Promise
    what: str | Promise
    rule: str | Promise
    symbol: str
    counts: bool


EXPLAINED: Mapping[AuditKind, Explained] = {
    AuditKind.UNASSIGNED: Explained(
        _("No agent"),
        _("A customer answered, but the source doesn't say which agent handled the contact."),
        _("Not counted, because we don't know whose score they belong to. Assign an agent to count them."),
        "user-question",
        counts=False,
    ),
    AuditKind.SUSPECTED: Explained(
        _("Likely answered by an email scanner"),
        _(
            "Email security tools can click survey links. We flag answers given within %(seconds)d seconds, or "
            "%(many)d or more from one source in the same second. In chats, where customers answer that fast, we only use "
            "the second check. Times without seconds are never flagged."
        ),
        _("Not counted, because they probably don't come from a customer. If one does, count it."),
        "robot",
        counts=False,
    ),
    AuditKind.DUPLICATE: Explained(
        _("Duplicate from another source"),
        _("Another source already sent the same answer: same agent, same start of the contact, same rating and same comment."),
        _("Not counted, so that no answer counts twice. If it's a different answer, count it."),
        "copy",
        counts=False,
    ),
    AuditKind.SUPERSEDED: Explained(
        _("Replaced by a newer answer"),
        _("The customer answered the same question about the same contact more than once."),
        _("Not counted, because only the newest answer counts. You can count an earlier one instead."),
        "history",
        counts=False,
    ),
    AuditKind.OUT_OF_WINDOW: Explained(
        _("Answered at an unusual time"),
        _("Answered before the contact began or more than %(days)d days after it."),
        _("Counted, because a late answer can still be right. If the date is wrong or contacts were mixed up, don't count it."),
        "calendar-question",
        counts=True,
    ),
    AuditKind.DECIDED: Explained(
        _("Decided by a person"),
        _("A colleague decided whether these count. The decision still applies if the same file is imported again."),
        _("Counted as decided. To remove a decision, choose “Use the rule”."),
        "gavel",
        counts=True,
    ),
}


def explained(kind: AuditKind) -> Explained:
    """The texts of an audit list, with the thresholds in use."""
    lazy = EXPLAINED[kind]
    return replace(lazy, what=str(lazy.what) % figures().parameters)
