"""Consents: a person's own, and whether the journal proves them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from crisis.models import Consent, Crisis
from crisis.models.consents import digest_of_terms
from crisis.verbs import Verb
from journal.queries import data_about
from people.identity import User
from people.queries.persons import is_own


class Proof(TextChoices):
    """Result of comparing a consent with the journal and with its terms."""

    MATCHES = "matches", _("Matches the journal")
    TERMS_DIFFER = "terms_differ", _("Matches the journal, but the text of the agreement was changed, or a name in it erased")
    CHANGED = "changed", _("Doesn't match the journal: it was changed")
    MISSING = "missing", _("No record of the confirmations")

    @property
    def is_fine(self) -> bool:
        return self == Proof.MATCHES


@dataclass(frozen=True, slots=True)
class OwnConsent:
    """One of a person's own consents. `left_as` is empty while they are on the team, and after closing."""

    crisis_title: str
    is_drill: bool
    version: int
    sentences: tuple[str, str, str]
    language: str
    way: str
    given_at: datetime
    left_at: datetime | None
    left_as: str
    proof: Proof


def own_consents(user: User) -> list[OwnConsent]:
    """The user's own consents, newest first, from merged records too."""
    rows = Consent.objects.filter(is_own(user, "member__person"))
    found = list(rows.select_related("member__crisis", "terms").order_by("-given_at", "-pk"))
    proofs = _proofs(found)
    return [
        OwnConsent(
            crisis_title=row.member.crisis.title,
            is_drill=row.member.is_drill,
            version=row.terms.version,
            sentences=row.sentences,
            language=row.language,
            way=row.get_way_display(),
            given_at=row.given_at,
            left_at=row.member.left_at,
            left_as=row.get_left_as_display(),
            proof=proofs[row.pk],
        )
        for row in found
    ]


def proofs_by_person(crisis: Crisis) -> dict[int, Proof]:
    """Proofs of everyone who ever joined this team, by person id: the worst one of each person."""
    found: dict[int, Proof] = {}
    rows = {row.member_id: row for row in consents_of(crisis)}
    proofs = _proofs(rows.values())
    for member in crisis.members.all():
        row = rows.get(member.pk)
        proof = proofs[row.pk] if row else Proof.MISSING
        if found.get(member.person_id, Proof.MATCHES).is_fine:
            found[member.person_id] = proof
    return found


def consents_of(crisis: Crisis) -> QuerySet[Consent]:
    return Consent.objects.filter(member__crisis=crisis).select_related("terms")


def _proofs(consents: Collection[Consent]) -> dict[int, Proof]:
    """Proofs by consent id. The journal's own chain is checked elsewhere, by `manage.py verify_journal`."""
    written = data_about("crisis.TeamMember", [consent.member_id for consent in consents], verb=Verb.JOINED)
    return {consent.pk: _proof(consent, written.get(consent.member_id, {}).get("consent")) for consent in consents}


def _proof(consent: Consent, written: str | None) -> Proof:
    if consent.digest() != written:
        return Proof.CHANGED
    return Proof.MATCHES if digest_of_terms(consent.terms, consent.format) == consent.terms_digest else Proof.TERMS_DIFFER
