"""Duplicate records: merging, undoing, and names in imported files."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import LONGEST_ID
from core.list_lines import Line
from core.pages import go
from people import actions, merge_comparison
from people.forms import WhoForm
from people.http import UserRequest, only_if
from people.models import Person, PersonMerge, SourceIdentity
from people.name_matching import persons_called
from people.permissions import can_manage_people
from people.tables import RecordsTable
from people.views.pages import show, show_form


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_people)
def merge(request: UserRequest, person_id: int) -> HttpResponseBase:
    """Choose the other record, compare both and start the merge."""
    person = get_object_or_404(Person.objects.themselves(), pk=person_id)
    answers = request.POST if request.method == "POST" else request.GET
    other = _other(answers.get("other", ""), person)
    if other is None:
        return _choose(request, person)
    kept, merged = (other, person) if answers.get("keep") == "other" else (person, other)
    if request.method == "POST":
        actions.merge_persons(actor=request.user, kept=kept, merged=merged)
        done = _("%(merged)s is being merged into %(kept)s. You can undo it here.")
        messages.success(request, done % {"merged": merged, "kept": kept})
        return go(request, reverse("people:detail", args=[kept.pk]))
    try:
        actions.refuse_unless_mergeable(kept, merged)
    except actions.CannotMerge as refusal:
        obstacle = str(refusal)
    else:
        obstacle = ""
    context = {
        "person": person,
        "other": other,
        "kept": kept,
        "merged": merged,
        "keeps_other": kept == other,
        "obstacle": obstacle,
        "table": RecordsTable([] if obstacle else merge_comparison.compare(kept, merged), kept=kept, merged=merged),
    }
    return show(request, "people/merge.html", context)


def _choose(request: UserRequest, person: Person) -> HttpResponse:
    has_searched, text = "q" in request.GET, request.GET.get("q", "").replace("\x00", "").strip()
    # Before a search: people with similar names.
    found = persons_called(text) if has_searched else merge_comparison.likely_seconds(person)
    lines = [
        Line(match.name, f"?other={match.person_id}", note=match.whereabouts) for match in found if match.person_id != person.pk
    ]
    context = {"person": person, "text": text, "found": lines, "has_searched": has_searched}
    return show(request, "people/merge_choose.html", context)


def _other(given: str, person: Person) -> Person | None:
    if not given.isdecimal() or len(given) > LONGEST_ID:
        return None
    return get_object_or_404(Person.objects.themselves().exclude(pk=person.pk), pk=int(given))


@require_POST
@only_if(can_manage_people)
def undo(request: UserRequest, merge_id: int) -> HttpResponseBase:
    found = get_object_or_404(PersonMerge.objects.select_related("merged"), pk=merge_id)
    done = actions.undo_merge(actor=request.user, merge=found)
    if done.state == PersonMerge.State.UNDOING:
        messages.success(request, _("The merge of %(name)s is being undone.") % {"name": found.merged})
    else:
        messages.success(request, _("%(name)s is a separate record.") % {"name": found.merged})
    return go(request, reverse("people:detail", args=[found.kept_id]))


@require_POST
@only_if(can_manage_people)
def again(request: UserRequest, merge_id: int) -> HttpResponseBase:
    found = get_object_or_404(PersonMerge, pk=merge_id)
    actions.try_merge_again(actor=request.user, merge=found)
    return go(request, reverse("people:detail", args=[found.kept_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_people)
def identity(request: UserRequest, identity_id: int) -> HttpResponseBase:
    """Match a name in imported files to someone else, for future imports."""
    named = get_object_or_404(SourceIdentity.objects.select_related("person").exclude(person=None), pk=identity_id)
    form = WhoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person_id = form.cleaned_data["who"]
        actions.remember_identity(actor=request.user, source=named.source, label=named.label, person_id=person_id)
        messages.success(
            request, _("Saved. Future imports match “%(label)s” to the person you chose.") % {"label": named.label}
        )
        return go(request, reverse("people:detail", args=[named.person_id]))
    names = {"source": named.source, "person": named.person, "label": named.label}
    return show_form(
        request,
        form,
        heading=named.label,
        button=_("Save match"),
        back=reverse("people:detail", args=[named.person_id]),
        above=named.source,
        intro=[
            _("In files from “%(source)s”, “%(label)s” is matched to %(person)s. If that's wrong, choose the right person.")
            % names,
            _(
                "This applies to future imports. Contacts imported so far stay with %(person)s. If both are the same person, "
                "merge the two records instead, so that the contacts move too."
            )
            % names,
        ],
        template="people/identity.html",
        context={"named": named},
    )
