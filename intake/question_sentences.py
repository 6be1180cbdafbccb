"""Messages about a file whose ratings answer another question than earlier files of its source."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.instruments import Instrument
from intake.profile_wording import RELATIONS

ITS_OWN_SOURCE = gettext_lazy("It is another question: import it under its own source")


def other_question_sentence(about: Mapping[str, Any], at: str) -> str:
    """The question of the file (`here`), the earlier ones (`known`, last published `at`), and the effect on ratings."""
    text = _(
        "The ratings of this file are from %(here)s. Files of this source that are published already, last on %(at)s, have "
        "ratings from %(known)s."
    ) % {"here": _in_words(about["here"]), "known": _(" and ").join(map(_in_words, about["known"])), "at": at}
    return f"{text} {_effect(about['again'])}"


def _effect(again: int) -> str:
    if not again:
        return _(
            "If these are two questions of a survey, choose another source for this file. Otherwise their results couldn't be "
            "told apart."
        )
    return ngettext(
        "%(count)s contact has ratings from both, of which only the newer one would count. If these are two questions of a "
        "survey, choose another source for this file.",
        "%(count)s contacts have ratings from both, of which only the newer one would count. If these are two questions of a "
        "survey, choose another source for this file.",
        again,
    ) % {"count": number_format(again, force_grouping=True)}


def _in_words(question: Mapping[str, Any]) -> str:
    """The column of a question with its survey type, and the conditions on rows."""
    column = _("the column “%(column)s”") % {"column": question["column"]}
    if question["instrument"]:
        column = f"{column} ({Instrument(question['instrument']).label})"
    rows = "; ".join(f"{title} {RELATIONS[relation]} “{value}”" for title, relation, value in question["rows"])
    return _("%(question)s, where %(conditions)s") % {"question": column, "conditions": rows} if rows else column
