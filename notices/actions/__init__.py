"""Actions on deliveries and on people's choices."""

from notices.actions.choices import choose
from notices.actions.outcomes import finished
from notices.actions.plans import plan
from notices.actions.releases import release

__all__ = ["choose", "finished", "plan", "release"]
