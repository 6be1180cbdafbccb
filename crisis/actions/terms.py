"""Versions of the terms that invited people read and confirm."""

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
    """The content that a new version of the terms would have."""
    scripts = [script.title for script in scripts_of(crisis.journal_id)]
    return {name: scripts if name == "scripts" else getattr(crisis, name) for name in Terms.CONTENT}


def state_terms(crisis: Crisis, *, actor: User) -> Terms:
    """The current version of the terms, created if the content has changed. The caller holds the crisis's row."""
    latest = crisis.terms.last()
    content = content_of(crisis)
    if latest is not None and latest.content() == content:
        return latest
    version = latest.version + 1 if latest else 1
    terms = Terms.objects.create(crisis=crisis, version=version, stated_at=clock.now(), **content)
    record(crisis.journal, Verb.TERMS_STATED, actor=actor, subject=terms, data={"version": version})
    return terms


def restate(crisis: Crisis, *, actor: User) -> None:
    """Create the next version after an edit if people were invited before, and tell those who have not replied. People who
    declined are left in peace: they read the new version if they change their mind.
    """
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
            text=_("The team agreement for “%(title)s” has changed. Please read it again before you reply.")
            % {"title": crisis.title},
            url=reverse("crisis:invitation", args=[invitation.pk]),
            journal=crisis.journal,
        )
