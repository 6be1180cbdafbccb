"""The API tokens of other systems."""

from django.db.models import Q, QuerySet

from core import clock
from core.version_tokens import Rows
from people.models import ApiToken

# Names of tokens; for `core.version_tokens`. Other columns don't count, because calls update the rows.
TOKENS = Rows(ApiToken, version="sum(hashtextextended(name, id))")


def tokens() -> QuerySet[ApiToken]:
    """API tokens: active ones first, newest first."""
    return (
        ApiToken.objects.select_related("created_by")
        .annotate(is_good=Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=clock.now())))
        .order_by("-is_good", "-pk")
    )
