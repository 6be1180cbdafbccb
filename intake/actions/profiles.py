"""Saving import profiles while matching columns, renaming and deleting them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from intake import permissions
from intake.actions.file_reading import start_reading
from intake.models import Import, OwnProfile
from intake.reading.known_sources import known
from intake.reading.profiles import GENERIC, Profile
from intake.verbs import Verb
from journal.actions import house_journal, record
from people.identity import User


class ProfileNameTaken(Refused):
    """A profile with this name exists. `can_be_replaced` is False for a built-in one."""

    def __init__(self, sentence: str, *, can_be_replaced: bool) -> None:
        super().__init__(sentence)
        self.can_be_replaced = can_be_replaced


@transaction.atomic
def read_as(*, actor: User, imported: Import, profile: Profile, remember_as: str = "", replaces: bool = False) -> Import:
    """Read the file with this profile, and save the profile if a name is given. Both happen, or neither."""
    if remember_as:
        profile = Profile.from_json(save_profile(actor=actor, name=remember_as, profile=profile, replaces=replaces).definition)
    return start_reading(actor=actor, imported=imported, profile=profile)


@transaction.atomic
def save_profile(*, actor: User, name: str, profile: Profile, replaces: bool = False) -> OwnProfile:
    """Save a profile for later files with the same columns. Raises `ProfileNameTaken`."""
    if not permissions.can_import(actor):
        raise PermissionDenied
    _require_own_name(name)
    # Every save locks the journal first, so that two saves with the same name see each other.
    journal = house_journal()
    there = OwnProfile.objects.select_for_update().filter(name__iexact=name).first()
    if there is not None and not replaces:
        raise ProfileNameTaken(
            _("A profile called “%(name)s” already exists. Replace it or choose another name.") % {"name": there.name},
            can_be_replaced=True,
        )
    own = there or OwnProfile()
    own.name, own.definition = name, {**profile.as_json(), "name": name}
    own.saved_by_id, own.saved_at = actor.person_id, clock.now()
    own.save()
    verb = Verb.PROFILE_REPLACED if there else Verb.PROFILE_SAVED
    record(journal, verb, actor=actor, subject=own, texts={"name": name})
    return own


@transaction.atomic
def rename_profile(*, actor: User, own: OwnProfile, name: str) -> OwnProfile:
    """Rename a profile. Raises `ProfileNameTaken`."""
    if not permissions.can_import(actor):
        raise PermissionDenied
    locked = OwnProfile.objects.select_for_update().get(pk=own.pk)
    if locked.name == name:
        return locked
    _require_own_name(name)
    if OwnProfile.objects.filter(name__iexact=name).exclude(pk=locked.pk).exists():
        raise ProfileNameTaken(_("A profile with this name already exists. Choose another name."), can_be_replaced=False)
    before = locked.name
    locked.name, locked.definition = name, {**locked.definition, "name": name}
    locked.save(update_fields=["name", "definition"])
    record(house_journal(), Verb.PROFILE_RENAMED, actor=actor, subject=locked, texts={"before": before, "name": name})
    return locked


@transaction.atomic
def delete_profile(*, actor: User, own: OwnProfile) -> None:
    """Delete a profile. Past imports keep their own copy."""
    if not permissions.can_import(actor):
        raise PermissionDenied
    locked = OwnProfile.objects.select_for_update().filter(pk=own.pk).first()
    if locked is None:
        return
    record(house_journal(), Verb.PROFILE_DELETED, actor=actor, subject=locked, texts={"name": locked.name})
    locked.delete()


def _require_own_name(name: str) -> None:
    if name == GENERIC or known(name) is not None:
        raise ProfileNameTaken(
            _("“%(name)s” is a built-in profile. Choose another name.") % {"name": name},
            can_be_replaced=False,
        )
