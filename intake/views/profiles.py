"""Pages of import profiles: the list, and the details of each."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import go, invalid, page
from intake.actions.profiles import ProfileNameTaken, delete_profile, rename_profile
from intake.forms.profiles import NameForm
from intake.models import OwnProfile
from intake.permissions import IMPORTERS
from intake.profile_wording import TOOLS
from intake.queries.profiles import columns_in_words, own_profiles, ways_in_words
from intake.reading.known_sources import KNOWN
from intake.reading.profiles import Profile
from intake.tables import ProfilesTable
from intake.tabs import tabs
from people.http import UserRequest, roles_only


@require_safe
@roles_only(*IMPORTERS)
def profiles(request: UserRequest) -> HttpResponseBase:
    """List of saved and built-in import profiles."""
    table = ProfilesTable(own_profiles(request.user), request)
    if table.is_download:
        return table.download()
    known = [TOOLS[source.name] for source in KNOWN]
    return page(request, "intake/profiles.html", {"table": table, "known": known, "tabs": tabs(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(*IMPORTERS)
def profile(request: UserRequest, profile_id: int) -> HttpResponseBase:
    """Details of a profile, with a form for renaming it."""
    own = get_object_or_404(own_profiles(request.user), pk=profile_id)
    form = NameForm(request.POST or None, initial={"name": own.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_profile(actor=request.user, own=own, name=form.cleaned_data["name"])
        except ProfileNameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The profile is renamed."))
            return go(request, reverse("intake:profile", args=[own.pk]))
    said = Profile.from_json(own.definition)
    context = {"own": own, "form": form, "columns": columns_in_words(said), "ways": ways_in_words(said)}
    answer = invalid if form.is_bound else page
    return answer(request, "intake/profile.html", context)


@require_POST
@roles_only(*IMPORTERS)
def profile_delete(request: UserRequest, profile_id: int) -> HttpResponseBase:
    own = get_object_or_404(OwnProfile.objects.visible_to(request.user), pk=profile_id)
    delete_profile(actor=request.user, own=own)
    messages.success(request, _("The profile is deleted. Past imports don't change."))
    return go(request, reverse("intake:profiles"))
