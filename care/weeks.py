"""Names of ISO weeks."""

from datetime import date

from django.utils.translation import gettext as _


def week_name(monday: date) -> str:
    """ISO week in words, such as “week 49 of 2026”."""
    year, week, _day = monday.isocalendar()
    return _("week %(week)d of %(year)d") % {"week": week, "year": year}
