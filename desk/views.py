from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from core.glossary import glossary
from core.live import is_current, live_page
from core.pages import nothing_new, page
from core.release import version
from core.typing import HtmxRequest
from desk import data_statement, homes
from desk.accessibility import GAPS, statement
from desk.automated_evaluation import automated_evaluation
from desk.script_card import document as script_card_document
from desk.search import LONGEST_SEARCH, MOST_FOUND, found_by, is_cut
from people.http import UserRequest
from people.identity import Role
from people.queries.organisation import organisation
from protocol import pdf
from scripts_library.queries import card_of


@require_safe
def home(request: UserRequest) -> HttpResponse:
    """The home, the first page after signing in, with a live part."""
    version_token = homes.version_token(request.user)
    if is_current(request, version_token):
        return nothing_new()
    home = homes.home_of(request.user)
    is_supervisor = request.user.has_role(Role.SUPERVISOR)
    context = {
        "home": home,
        "may_open_crisis": is_supervisor,
        "teaches_crises": is_supervisor and not home.crises,
        "searches_scripts": request.user.has_role(Role.AGENT),
    }
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
def data_about_you(request: UserRequest) -> HttpResponse:
    """What the system does with data about people: first what concerns the reader's roles."""
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
    context = {
        "words": words,
        "groups": data_statement.groups_for(request.user.roles, words=words),
        "stated": data_statement.stated(),
        "automated": automated_evaluation(),
        "content_hash": data_statement.content_hash(),
        "version": version(),
    }
    return page(request, "desk/data_about_you.html", context, fragment="desk/_data_about_you.html")


@require_safe
def data_about_you_pdf(_request: UserRequest) -> HttpResponse:
    """The same content as a PDF, for a works agreement."""
    today = organisation().today
    language = get_language() or settings.LANGUAGE_CODE
    made = pdf.render(data_statement.document(today), language=language)
    name = f"data-about-people-{today.isoformat()}.pdf"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(made.content, content_type="application/pdf", headers=headers)


@require_safe
def script_card(request: UserRequest, script_id: int) -> HttpResponse:
    """A live script on a page to print."""
    card = card_of(request.user, script_id)
    if card is None:
        raise Http404
    made = pdf.render(script_card_document(card, request.user), language=get_language() or settings.LANGUAGE_CODE)
    headers = {"Content-Disposition": content_disposition_header(False, f"script-{card.script_id}-version-{card.number}.pdf")}
    return HttpResponse(made.content, content_type="application/pdf", headers=headers)


@require_safe
@login_not_required
def accessibility_page(request: HtmxRequest) -> HttpResponse:
    """The accessibility statement. People who can't sign in because of a barrier can read it too."""
    context = {"statement": statement(), "gaps": GAPS, "organisation": organisation()}
    return page(request, "desk/accessibility.html", context)
