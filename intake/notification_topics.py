"""Topics of the notifications that this room writes; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic, TopicUrgency
from people.identity import Role

TOPICS = (
    Topic(
        "imports",
        _("Import"),
        _("You get this because you imported a file, or undid an import."),
        keys=("import:*", "import-undone:*", "import-look:*:*"),
        example=_("Your import example.csv is published: 1200 rows."),
        roles=(Role.OPS, Role.ADMINISTRATOR),
    ),
    Topic(
        "imports-waiting",
        _("Import needs you"),
        _("You get this because you manage imports."),
        keys=("import-names:*", "import-expired:*"),
        example=_("Example survey tool sent feedback with unknown names. Match them so that the import can continue."),
        roles=(Role.OPS, Role.ADMINISTRATOR),
        urgency=TopicUrgency.TIMELY,
        is_for_channels=True,
    ),
)
