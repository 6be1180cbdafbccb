"""Response rates in words."""

from django.utils.translation import gettext as _

from feedback.sustained.response_rates import ResponseRate
from feedback.templatetags.csat import csat


def figures(rate: ResponseRate | None) -> str:
    """The rate beside the expected one; “–” if no source delivers unrated contacts."""
    if rate is None:
        return "–"
    return _("%(rate)s (%(rated)d of %(contacts)d contacts rated, %(expected)s expected for the same work)") % {
        "rate": csat(rate.rate_percent),
        "rated": rate.rated,
        "contacts": rate.contacts,
        "expected": csat(rate.expected_percent),
    }


def warning(rate: ResponseRate | None) -> str:
    """A warning for the person who chooses, if the rate is far below the expected one; otherwise empty."""
    if rate is None or not rate.is_far_below:
        return ""
    return _("%(rate)s rated, %(expected)s expected for the same work: ask before you choose") % {
        "rate": csat(rate.rate_percent),
        "expected": csat(rate.expected_percent),
    }
