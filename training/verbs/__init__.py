"""Verbs of training and their audiences."""

from training.verbs.refreshers import REFRESHER_AUDIENCES, RefresherVerb

__all__ = ["REFRESHER_AUDIENCES", "RefresherVerb"]
