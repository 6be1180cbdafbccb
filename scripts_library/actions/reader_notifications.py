"""Notifications to the readers of a script: of a version to read, and of its withdrawal."""

from django.urls import reverse
from django.utils.translation import gettext as _

from people.actions import notify_all, settle_all
from people.identity import User
from people.queries.roles import holders_of
from scripts_library.models import READERS, Acknowledgement, ScriptVersion
from scripts_library.queries.acknowledgements import possible_readers_of, readers_of


def tell_readers(version: ScriptVersion, *, actor: User | None) -> None:
    """Notify everyone who has to read the version, except the person who published it, if any."""
    if version.number == 1:
        text = _("Please read the new script “%(title)s”.")
    else:
        text = _("Please read version %(number)s of the script “%(title)s”.")
    notify_all(
        person_ids=readers_of(version.script) - ({actor.person_id} if actor else set()),
        key=published_key(version),
        text=text % {"title": version.script.title, "number": version.number},
        url=_url(version),
        journal=version.script.journal,
    )


def tell_of_withdrawal(version: ScriptVersion, *, actor: User) -> None:
    """Notify everyone who has read the version and can still read scripts, and settle the requests to read it."""
    settle_reading(version)
    read = version.acknowledgements.filter(what=Acknowledgement.What.READ).values_list("person_id", flat=True)
    if version.replacement is None:
        text = _("Stop using the script “%(title)s”. It was withdrawn.")
    else:
        text = _("Stop using the script “%(title)s”. It was withdrawn. Use “%(replacement)s” instead.")
    notify_all(
        person_ids=holders_of(*READERS).keys() & set(read) - {actor.person_id},
        key=withdrawn_key(version),
        text=text % {"title": version.script.title, "replacement": version.replacement and version.replacement.title},
        url=_url(version),
        journal=version.script.journal,
    )


def settle_reading(version: ScriptVersion) -> None:
    """Settle the requests to read a version that isn't live any more."""
    settle_all(person_ids=possible_readers_of(version.script), keys=[published_key(version)])


def published_key(version: ScriptVersion) -> str:
    return f"script-published:{version.pk}"


def withdrawn_key(version: ScriptVersion) -> str:
    return f"script-withdrawn:{version.pk}"


def _url(version: ScriptVersion) -> str:
    return reverse("scripts_library:script", args=[version.script_id])
