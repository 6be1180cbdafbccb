"""What is evaluated automatically, what people decide, and what the product deliberately doesn't do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from feedback.sustained.versions import CURRENT


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences under one heading."""

    key: str
    title: str
    sentences: tuple[str, ...]


def automated_evaluation() -> tuple[Part, ...]:
    return (_ranked(), _decided(), _other(), _objections(), _not_done(), _law())


def _ranked() -> Part:
    return Part(
        "ranked",
        _("What is ranked"),
        (
            _("When a crisis team is formed, agents are ranked by adjusted CSAT (rule version %(version)s).")
            % {"version": CURRENT.version},
            _(
                "Your card shows the inputs, the rule and its version, the margin of error, and what would have changed "
                "the outcome."
            ),
        ),
    )


def _decided() -> Part:
    return Part(
        "decided",
        _("What people decide"),
        (
            _("Lead and deputy set the criteria and save the team. The ranking is a proposal to them."),
            _("Where scores are too close to call, they choose and record a reason."),
            _(
                "They send the first invitations. If a spot stays free, the next person on the list they saved is invited "
                "automatically."
            ),
            _("You can say no without a reason. Only lead and deputy see it, and it has no consequences."),
        ),
    )


def _other() -> Part:
    return Part(
        "other",
        _("What else is computed"),
        (
            _("Contacts for quality reviews are drawn at random and assigned to reviewers by their weekly capacity."),
            _("A reviewer answers the questions; the score is computed from the answers, and the result shows the arithmetic."),
            _("Responses that an email scanner seems to have given don't count until a person decides otherwise."),
        ),
    )


def _objections() -> Part:
    return Part(
        "objections",
        _("If you see it differently"),
        (
            _("Reply on your card of the crisis. Lead and deputy read it, and it stays with the selection."),
            _("If a response is wrong or belongs to someone else, tell operations, who can correct it with a reason."),
            _(
                "If a review is wrong, tell the reviewer or your team leader. Corrections stay readable beside the "
                "earlier review."
            ),
            _("A saved selection can be computed again from its saved inputs, so an objection can be checked later."),
            _("Your card names whom to ask. For questions about data, ask the contact named on this page."),
        ),
    )


def _not_done() -> Part:
    return Part(
        "not_done",
        _("What is deliberately not done"),
        (
            _("Handle time is never a target and never part of a rank or a score."),
            _("No emotion, voice or face is recognised or analysed."),
            _("What people say about their wellbeing is never used for selection, reviews or awards."),
            _("Who declined, didn't answer or withdrew is in no report, export, journal or later selection."),
            _("No one gets a rank from review scores."),
            _("No one is selected, rewarded or dismissed by the system alone."),
        ),
    )


def _law() -> Part:
    # Annex III, point 4(b) of Regulation (EU) 2024/1689. The date is in Article 113 as amended by the Digital Omnibus on AI,
    # which Parliament endorsed on 16 June 2026 and the Council adopted on 29 June 2026.
    return Part(
        "law",
        _("The EU AI Act"),
        (
            _(
                "Annex III, point 4(b) of the EU AI Act (Regulation (EU) 2024/1689) lists systems that allocate tasks by "
                "people's behaviour, or monitor and evaluate their performance. As amended in 2026, the duties for these "
                "systems apply from 2 December 2027."
            ),
            _(
                "Your organisation assesses whether this use of the product is one of them. The product is designed as if "
                "it were: people decide, each result explains itself, and saved results can be checked. This isn't a "
                "statement of conformity."
            ),
        ),
    )
