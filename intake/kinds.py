"""Registry of the kinds of imports: what is different about files of feedback, of evaluations, and so on.

Everything else is the same for all of them: upload, states, background work, rejections, pages and commands. The room that
keeps the rows of a kind registers it when it starts.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from django.db.models import TextChoices
from django.utils.functional import Promise

from core.work import Progress
from intake.destination import Odd
from intake.models import Import
from intake.models.kinds import ImportKind
from intake.reading.file_limits import Limits
from people.identity import User
from people.name_matching import Likely

if TYPE_CHECKING:
    from core.models import Work

__all__ = [
    "FileOfKind",
    "ImportKind",
    "NameDecisions",
    "NameMatching",
    "RecognisedFile",
    "WaitingName",
    "WaitingRows",
    "kind_called",
    "kind_of",
    "register",
    "registered",
]


@dataclass(frozen=True, slots=True)
class WaitingName:
    """Unmatched name with its number of rows and likely people, best match first."""

    label: str
    rows: int
    likely: tuple[Likely, ...]

    @property
    def certain_id(self) -> int | None:
        """The exact match, if there is one."""
        return next((match.person_id for match in self.likely if match.is_certain), None)


@dataclass(frozen=True, slots=True)
class NameDecisions:
    """A user's decisions about names: people by name (None: not a person), the names to add as new agents, or all others
    (`all_new`).
    """

    people: Mapping[str, int | None]
    new: Collection[str] = ()
    all_new: bool = False


@dataclass(frozen=True, slots=True)
class NameMatching:
    """How the names of a kind are matched to people.

    `waiting` returns the names that a user can match, and `decide` saves decisions about them and may refuse them. Only with
    `may_be_new` can names be added as agents, and with `only_certain` only exact matches are preselected.
    """

    waiting: Callable[[Import, User], list[WaitingName]]
    decide: Callable[[User, Import, NameDecisions], None]
    may_be_new: bool = True
    only_certain: bool = False


@dataclass(frozen=True, slots=True)
class RecognisedFile:
    """Where the rows of a file are, as its kind stores it in the import, and the source they come from."""

    layout: Mapping[str, Any]
    source: str


@dataclass(frozen=True, slots=True)
class WaitingRows:
    """Sentence about published rows that wait for a person, and the import where names can be matched."""

    sentence: str
    import_id: int


def _not_recognised(_file: BinaryIO) -> RecognisedFile | None:
    return None


@dataclass(frozen=True, slots=True)
class FileOfKind:
    """Operations of a kind of import.

    `recognised` looks at the beginning of a new file and says if it is of this kind; it must not read large files to their
    end. `read_step` reads the next rows, `publish_step` makes them count, and `take_back` removes them and returns counts, or
    None if parts were deleted by age; `is_partly_purged` tells that beforehand. `clear` deletes what was read of an import
    that is discarded. `would_undo` has the figures of undoing now, and `undo_effects` says them in
    sentences. `counts` and `undone_counts` are the labels of
    figures, in order. `shown` adds to the context of an import's page: `rows` is the table of its first rows, and `what_next`
    a template about the next step. `odd` are rows to check after publishing.
    """

    kind: ImportKind
    limits: Callable[[], Limits]
    read_step: Callable[[Import, "Work"], Progress]
    publish_step: Callable[[Import, "Work"], Progress]
    take_back: Callable[[Import], Mapping[str, int] | None]
    clear: Callable[[Import], None]
    would_undo: Callable[[Import], Mapping[str, int]]
    undo_effects: Callable[[Import], list[str]]
    counts: Mapping[str, Promise]
    undone_counts: Mapping[str, Promise]
    published: TextChoices
    undone: TextChoices
    names: NameMatching
    shown: Callable[[Import], Mapping[str, Any]]
    recognised: Callable[[BinaryIO], RecognisedFile | None] = _not_recognised
    is_partly_purged: Callable[[Import], bool] = lambda _imported: False
    odd: Callable[[Import], tuple[Odd, ...]] = lambda _imported: ()
    waiting_rows: Callable[[User], WaitingRows | None] = lambda _user: None


_registered: dict[str, FileOfKind] = {}


def register(found: FileOfKind) -> None:
    """Register a kind. Called once for each, from a room's `AppConfig.ready`."""
    if found.kind in _registered:
        raise ValueError(f"The kind {found.kind} is registered twice.")
    _registered[found.kind] = found


def kind_of(imported: Import) -> FileOfKind:
    return kind_called(imported.kind)


def kind_called(kind: str) -> FileOfKind:
    return _registered[kind]


def registered() -> list[FileOfKind]:
    """All kinds, in the order in which users choose them."""
    return [_registered[kind] for kind in ImportKind]
