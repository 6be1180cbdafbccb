"""Pages of recovery codes that also handle codes encrypted under a lost SECRET_KEY, where allauth would fail."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.recovery_codes import views
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from core.pages import go
from core.typing import HtmxRequest

View = Callable[..., HttpResponseBase]


def _or_new_ones(view: View) -> View:
    """Wrap a view: redirect to the page for new codes if the stored ones can't be decrypted."""

    @wraps(view)
    def readable(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ValidationError:
            messages.error(request, _("Your recovery codes no longer work and can't be shown. Create new ones here."))
            return go(request, reverse("mfa_generate_recovery_codes"))

    return readable


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class NewCodes(views.GenerateRecoveryCodesView):  # type: ignore[misc] # allauth is not typed
    """Page that creates new codes after confirmation."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            context: dict[str, Any] = super().get_context_data(**kwargs)
        except ValidationError:
            context = FormView.get_context_data(self, **kwargs) | {"unused_code_count": 0}
        return context


show = _or_new_ones(views.view_recovery_codes)
download = _or_new_ones(views.download_recovery_codes)
make_new = NewCodes.as_view()
