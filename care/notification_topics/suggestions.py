from django.utils.translation import gettext_lazy as _

from notices.topics import Topic
from people.identity import Role

SUGGESTION_TOPICS = (
    Topic(
        "suggestions",
        _("Your suggestion"),
        _("You get this because you made a suggestion with your name."),
        keys=("suggestion:*:*",),
        example=_("There's a message about your suggestion."),
    ),
    Topic(
        "new-suggestions",
        _("New suggestions"),
        _("You get this because you can answer suggestions."),
        keys=("suggestions:*",),
        example=_("The suggestion box has been emptied. New suggestions or messages wait for you."),
        roles=(Role.SUPERVISOR,),
    ),
)
