"""What customers are asked, and on which scale."""

from django.db import models
from django.utils.translation import gettext_lazy as _

SCALE_POINTS = range(11)
# The top two of the five points of CSAT.
SATISFIED_FROM = 4


class Instrument(models.TextChoices):
    """What was asked. CSAT is kept on 1-5 (satisfied: 4 and 5), NPS on 0-10, CES on 1-7."""

    CSAT = "csat", _("CSAT")
    NPS = "nps", _("NPS")
    CES = "ces", _("CES")
