"""Actions on deliveries, on people's choices and on wordings."""

from notices.actions.choices import choose
from notices.actions.letter_templates import WordingChanged, reset_template, save_template
from notices.actions.outcomes import finished
from notices.actions.plans import plan
from notices.actions.releases import release

__all__ = ["WordingChanged", "choose", "finished", "plan", "release", "reset_template", "save_template"]
