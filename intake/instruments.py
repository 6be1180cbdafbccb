"""Survey types and their scales."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.reading.profiles import POINTS

SCALE_POINTS = range(11)
# The top two of five points.
SATISFIED_FROM = 4


class Instrument(models.TextChoices):
    """Survey type. CSAT has 1-5 points (satisfied: 4 and 5), NPS 0-10, CES 1-7."""

    CSAT = "csat", _("CSAT")
    NPS = "nps", _("NPS")
    CES = "ces", _("CES")

    @property
    def best(self) -> int:
        """The points of the best possible answer."""
        return POINTS[self.value][1]
