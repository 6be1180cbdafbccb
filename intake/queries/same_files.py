"""Earlier imports of the same file."""

from django.db.models import QuerySet

from intake.models import Import

SAME_FILES_SHOWN = 3


def published_before(imported: Import) -> QuerySet[Import]:
    """Imports of a file with the same content that count, newest first."""
    counting = [Import.State.PUBLISHED, Import.State.UNDOING]
    same = Import.objects.filter(digest=imported.digest, state__in=counting).exclude(digest="").exclude(pk=imported.pk)
    return same.order_by("-published_at", "-pk")
