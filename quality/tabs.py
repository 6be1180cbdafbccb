"""The pages of this room."""

from django.utils.translation import gettext_lazy as _

from people.tabs import Tab
from quality import permissions

TABS = (
    Tab(_("My queue"), "quality:queue", permissions.can_review_at_all),
    Tab(_("Board"), "quality:board", permissions.can_see_board),
    Tab(_("My results"), "quality:mine", permissions.is_reviewed),
    Tab(_("Scorecard"), "quality:scorecard", permissions.can_read_scorecard),
)
