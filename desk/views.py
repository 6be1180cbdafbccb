from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from core.glossary import glossary
from core.live import is_current, live_page
from core.pages import nothing_new, page
from core.typing import HtmxRequest
from desk import homes
from desk.accessibility import GAPS, statement
from desk.search import LONGEST_SEARCH, MOST_FOUND, found_by, is_cut
from people.http import UserRequest
from people.identity import Role
from people.queries.organisation import organisation


@require_safe
def home(request: UserRequest) -> HttpResponse:
    """The home, the first page after signing in, with a live part."""
    version_token = homes.version_token(request.user)
    if is_current(request, version_token):
        return nothing_new()
    home = homes.home_of(request.user)
    is_supervisor = request.user.has_role(Role.SUPERVISOR)
    context = {"home": home, "may_open_crisis": is_supervisor, "teaches_crises": is_supervisor and not home.crises}
    return live_page(request, "desk/home.html", context, fragment="desk/_home.html", version_token=version_token)


@require_safe
def search(request: UserRequest) -> HttpResponse:
    """Scripts, crises, protocols and people that match the words."""
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH]
    sections = found_by(request.user, words)
    context = {
        "words": words,
        "sections": sections,
        "count": sum(len(section.items) for section in sections),
        "most": MOST_FOUND if is_cut(sections) else None,
    }
    return page(request, "desk/search.html", context, fragment="desk/_search.html")


@require_safe
def glossary_page(request: UserRequest) -> HttpResponse:
    """The terms of the product and what they mean."""
    sections = [
        (gettext(section.title), [(term.anchor, gettext(term.name), gettext(term.meaning)) for term in section.terms])
        for section in glossary()
    ]
    return page(request, "desk/glossary.html", {"sections": sections})


@require_safe
@login_not_required
def accessibility_page(request: HtmxRequest) -> HttpResponse:
    """The accessibility statement. People who can't sign in because of a barrier can read it too."""
    context = {"statement": statement(), "gaps": GAPS, "organisation": organisation()}
    return page(request, "desk/accessibility.html", context)
