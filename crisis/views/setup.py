from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.pages import Link, form_page, go, invalid, page
from crisis import actions
from crisis.forms import SetUpForm
from crisis.loading import crisis_to_run
from crisis.models import Crisis
from crisis.queries.goals import goals_for
from crisis.queries.support import contacts_of
from crisis.queries.undoable_removals import removal_of
from crisis.support_forms import ContactForm, ReachForm
from feedback.sustained.criteria import LARGEST_TEAM
from people.drafts import settle_draft, with_draft
from people.http import UserRequest, roles_only
from people.identity import Role

OPEN = "crisis.open"
# Digits of the largest entry number.
LONGEST_SEQUENCE = 10


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def open_crisis(request: UserRequest) -> HttpResponseBase:
    """Open a crisis as a draft. Most fields can stay blank."""
    form = SetUpForm(request.POST or None, initial={"lead_id": request.user.person_id, "severity": Crisis.Severity.CRITICAL})
    if request.method == "POST" and form.is_valid():
        crisis = actions.open_crisis(actor=request.user, **form.cleaned_data)
        settle_draft(actor=request.user, key=OPEN)
        messages.success(request, _("Crisis opened as a draft. Next, add a support contact and select the team."))
        return go(request, reverse("crisis:detail", args=[crisis.pk]))
    draft = with_draft(request, form, OPEN)
    answer = invalid if form.is_bound else page
    return answer(request, "crisis/open.html", {"form": form, "draft": draft})


@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Edit the set-up of a crisis."""
    crisis = crisis_to_run(request.user, crisis_id)
    form = set_up_form(crisis, request.POST or None, proposed_size=request.GET.get("team_size", ""))
    if request.method == "POST" and form.is_valid():
        actions.edit_crisis(actor=request.user, crisis=crisis, **form.cleaned_data)
        settle_draft(actor=request.user, key=_draft_key(crisis))
        messages.success(request, _("Set-up saved."))
        return go(request, reverse("crisis:setup", args=[crisis.pk]))
    answer = invalid if form.is_bound else page
    return answer(request, "crisis/setup.html", _context(request, crisis, form=form))


@require_POST
def add_contact(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    crisis = crisis_to_run(request.user, crisis_id)
    form = ContactForm(request.POST, crisis_id=crisis.pk)
    if not form.is_valid():
        return invalid(request, "crisis/setup.html", _context(request, crisis, contact_form=form))
    contact = actions.add_contact(actor=request.user, crisis=crisis, **form.cleaned_data)
    messages.success(request, _("%(name)s is now a support contact.") % {"name": contact})
    return go(request, reverse("crisis:setup", args=[crisis.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_contact(request: UserRequest, crisis_id: int, contact_id: int) -> HttpResponseBase:
    """Change the hours of a support contact, how to reach them, and whom they serve."""
    crisis = crisis_to_run(request.user, crisis_id)
    contact = get_object_or_404(crisis.support_contacts.select_related("person"), pk=contact_id)
    form = ReachForm.of(contact, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.edit_contact(actor=request.user, contact=contact, **form.cleaned_data)
        messages.success(request, _("Support contact saved."))
        return go(request, reverse("crisis:setup", args=[crisis.pk]))
    return form_page(
        request,
        form,
        heading=_("Support contact %(name)s") % {"name": contact},
        button=_("Save contact"),
        back=reverse("crisis:setup", args=[crisis.pk]),
        above=Link(crisis.title, reverse("crisis:detail", args=[crisis.pk])),
        intro=[_("Without days and times, the contact can be called at any time.")],
        context={"crisis": crisis},
    )


@require_POST
def remove_contact(request: UserRequest, crisis_id: int, contact_id: int) -> HttpResponseBase:
    crisis = crisis_to_run(request.user, crisis_id)
    removed = actions.remove_contact(actor=request.user, contact=get_object_or_404(crisis.support_contacts, pk=contact_id))
    return _removed(request, crisis, removed)


@require_POST
def undo(request: UserRequest, crisis_id: int, sequence: int) -> HttpResponseBase:
    """Restore a removed contact or goal."""
    crisis = crisis_to_run(request.user, crisis_id)
    actions.undo_removal(actor=request.user, crisis=crisis, sequence=sequence)
    messages.success(request, _("Restored."))
    return go(request, reverse("crisis:setup", args=[crisis.pk]))


def _removed(request: UserRequest, crisis: Crisis, sequence: int) -> HttpResponseBase:
    """Redirect to the set-up, which names the removal and offers to undo it."""
    return go(request, reverse("crisis:setup", args=[crisis.pk]) + f"?removed={sequence}")


def set_up_form(crisis: Crisis, data: Any = None, *, proposed_size: str = "") -> SetUpForm:
    """The set-up as it is. `proposed_size` is a team size to fill in, from the address."""
    initial = {name: getattr(crisis, name) for name in SetUpForm.base_fields}
    if proposed_size.isdecimal() and len(proposed_size) <= len(str(LARGEST_TEAM)):
        initial["team_size"] = int(proposed_size)
    fixed = ["is_drill"] if crisis.state == Crisis.State.DRAFT else ["is_drill", *actions.FIXED_AFTER_DRAFT]
    return SetUpForm(data, initial=initial, crisis_id=crisis.pk, fixed=fixed)


def _draft_key(crisis: Crisis) -> str:
    return f"crisis.setup:{crisis.pk}"


def _context(
    request: UserRequest,
    crisis: Crisis,
    *,
    form: SetUpForm | None = None,
    contact_form: ContactForm | None = None,
) -> dict[str, Any]:
    form, removed = form or set_up_form(crisis), request.GET.get("removed", "")
    return {
        "crisis": crisis,
        "draft": with_draft(request, form, _draft_key(crisis), at=reverse("crisis:setup", args=[crisis.pk])),
        "form": form,
        "removal": removal_of(crisis, int(removed)) if removed.isdecimal() and len(removed) < LONGEST_SEQUENCE else None,
        "contact_form": contact_form or ContactForm(auto_id="contact_%s", crisis_id=crisis.pk),
        "contacts": contacts_of(crisis),
        "goals": goals_for(request.user, crisis, clock.now()),
    }
