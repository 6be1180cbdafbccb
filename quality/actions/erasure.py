"""Erasure of a person: reviewers' comments about them, and their names in imported evaluations."""

from django.utils.translation import gettext as _

from people.actions import forget_drafts_of_forms
from people.erasure import Erased, rename_in
from quality.models import ImportedEvaluation, Replacement, Review, SupersededReview


def forget(erased: Erased) -> None:
    Review.objects.filter(person__in=erased.records).exclude(comment="").update(comment="")
    rename_in(erased, Review.objects.all(), "comment")
    SupersededReview.objects.filter(review__person__in=erased.records).update(comment="", reason=_("(erased)"))
    about = Review.objects.filter(person__in=erased.records).values_list("pk", flat=True)
    forget_drafts_of_forms(f"quality.{form}:{review}" for review in about for form in ("review", "correction"))
    rename_in(erased, SupersededReview.objects.all(), "comment", "reason")
    rename_in(erased, Replacement.objects.all(), "reason")
    own = ImportedEvaluation.objects.filter(person__in=erased.records)
    own.update(comment="", identity=erased.pseudonym, agent=erased.pseudonym)
    rename_in(erased, ImportedEvaluation.objects.all(), "evaluator", "agent", "identity", "comment")
