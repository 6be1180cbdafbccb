"""Message of the command about a file whose columns are unknown: what was found, what is missing and how to go on."""

from collections.abc import Mapping, Sequence

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from intake.profile_wording import COLUMNS
from intake.reading.profiles import REQUIRED, Field

TITLES_SHOWN = 30
WANTED = (Field.STARTED, Field.AGENT, Field.RATING)


def unknown_columns(header: Sequence[str], guesses: Mapping[Field, str]) -> str:
    """Sentences about the columns of a file that no profile fits."""
    titles = [Truncator(title).chars(60) for title in header if title]
    known = ", ".join(f"{COLUMNS[column]} = {title}" for column, title in sorted(guesses.items()))
    missing = ", ".join(str(COLUMNS[column]) for column in WANTED if column not in guesses)
    lines = [
        _("We don't recognise the columns of this file."),
        _("Columns found: %(titles)s") % {"titles": ", ".join(titles[:TITLES_SHOWN])},
    ]
    if known:
        lines.append(_("Our guesses: %(guesses)s") % {"guesses": known})
    if missing:
        lines.append(_("Not found: %(missing)s") % {"missing": missing})
    if all(column in guesses for column in REQUIRED):
        lines.append(_("To import the file with these guesses, add --profile generic --source NAME."))
    lines.append(
        _(
            "Or name a profile with --profile NAME (and the source with --source NAME if the profile has none), or upload the "
            "file on the Imports page and match the columns there."
        )
    )
    return "\n".join(lines)
