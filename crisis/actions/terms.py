"""The terms: what an invited person reads and confirms, in versions."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from crisis.models import Crisis, Invitation, Terms
from crisis.verbs import Verb
from journal.actions import record
from people.actions import notify
from people.identity import User
from scripts_library.queries import scripts_of


def content_of(crisis: Crisis) -> dict[str, Any]:
    """What the terms would say now."""
    return {
        "solution": crisis.solution,
        "expectations": crisis.expectations,
        "scripts": [script.title for script in scripts_of(crisis.journal_id)],
        "review_factor": crisis.review_factor,
    }


def state_terms(crisis: Crisis, *, actor: User) -> Terms:
    """The latest version, made if what it says has changed since. The caller holds the crisis's row."""
    latest = crisis.terms.last()
    content = content_of(crisis)
    if latest is not None and latest.content() == content:
        return latest
    version = latest.version + 1 if latest else 1
    terms = Terms.objects.create(crisis=crisis, version=version, stated_at=clock.now(), **content)
    record(crisis.journal, Verb.TERMS_STATED, actor=actor, subject=terms, data={"version": version})
    return terms


def restate(crisis: Crisis, *, actor: User) -> None:
    """After an edit: make the next version if people have been asked already, and tell those who have not answered."""
    latest = crisis.terms.last()
    if latest is None or not crisis.invites:
        return
    terms = state_terms(crisis, actor=actor)
    if terms == latest:
        return
    for invitation in crisis.invitations.filter(state=Invitation.State.INVITED):
        notify(
            person_id=invitation.person_id,
            key=f"invitation:{invitation.pk}:terms:{terms.version}",
            text=_("What the team for “%(title)s” stands for has changed. Please read it again before you answer.")
            % {"title": crisis.title},
            url=reverse("crisis:invitation", args=[invitation.pk]),
            journal=crisis.journal,
        )
