"""The three sentences that people confirm when they join a team. The form shows them, and the consent keeps them."""

from django.utils.translation import gettext_lazy as _

SOLUTION = _("I support this solution.")
TRAINING = _("I'm ready and willing to refresh my training for it.")
TIMING = _("The timing works for me personally.")
