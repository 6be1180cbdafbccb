"""Tabs of the pages of training."""

from django.utils.translation import gettext_lazy as _

from people.tabs import Tab
from training import permissions

TRAINING_TABS = (
    Tab(_("Your refresher"), "training:mine", permissions.has_own_training),
    Tab(_("Refreshers"), "training:refreshers", permissions.can_train),
    Tab(_("Role plays"), "training:role-plays", permissions.can_train),
)
