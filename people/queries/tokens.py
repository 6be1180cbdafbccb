"""The API tokens of other systems."""

from django.db.models import Q, QuerySet

from core import clock
from core.version_tokens import Rows
from people.models import ApiToken

# What tokens are called; for `core.version_tokens`. Their rows are written with each call.
TOKENS = Rows(ApiToken, version="sum(hashtextextended(name, id))")


def tokens() -> QuerySet[ApiToken]:
    """The tokens of other systems: those that work first, the newest of them first."""
    return (
        ApiToken.objects.select_related("created_by")
        .annotate(is_good=Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=clock.now())))
        .order_by("-is_good", "-pk")
    )
