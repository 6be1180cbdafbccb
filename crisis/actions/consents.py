"""Consents of the people on a team: given when they join, marked when they leave. Callers hold the crisis's row."""

import secrets
from datetime import datetime

from django.utils.translation import get_language

from crisis import agreement
from crisis.models import Consent, Crisis, TeamMember, Terms
from crisis.models.consents import digest_of_terms


def keep_consent(member: TeamMember, terms: Terms, way: Consent.Way, now: datetime) -> Consent:
    """Keep the terms and the sentences as the person saw them, in the language of the page."""
    return Consent.objects.create(
        member=member,
        terms=terms,
        terms_digest=digest_of_terms(terms),
        language=get_language() or "",
        solution_sentence=str(agreement.SOLUTION),
        training_sentence=str(agreement.TRAINING),
        timing_sentence=str(agreement.TIMING),
        way=way,
        given_at=now,
        salt=secrets.token_hex(32),
    )


def mark_left(crisis: Crisis, person_id: int, left_as: Consent.Left) -> None:
    """Note how the person leaves, for themselves. Call it before their membership ends."""
    of_member = Consent.objects.filter(member__crisis=crisis, member__person=person_id, member__left_at=None)
    of_member.update(left_as=left_as)


def forget_how_people_left(crisis: Crisis) -> None:
    Consent.objects.filter(member__crisis=crisis).update(left_as="")
