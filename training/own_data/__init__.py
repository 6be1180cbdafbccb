"""Parts of a person's own data that come from training."""

from training.own_data.refreshers import REFRESHER_PARTS

__all__ = ["REFRESHER_PARTS"]
