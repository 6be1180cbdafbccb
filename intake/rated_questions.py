"""Questions of surveys that files take their ratings from, and when two files ask the same one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.folding import folded
from intake.reading.known_sources import KNOWN, known
from intake.reading.profiles import Field, Profile, RowFilter, plain_title
from intake.reading.questions import has_question_column
from intake.reading.row_filters import Condition
from intake.reading.usual_titles import USUAL_TITLES

# A cell is compared with a condition by its beginning.
LONGEST_ANSWERED = 200


@dataclass(frozen=True, slots=True)
class RatedQuestion:
    """Question that a file's ratings answer: the rating column, the survey type (empty if a column says it), conditions on
    rows, and the only value of columns that name a question, by title. `is_of_tool` if a known tool gives its rating
    this title.
    """

    column: str
    instrument: str
    titles: frozenset[str]
    rows: tuple[RowFilter, ...] = ()
    named: Mapping[str, str] | None = None
    is_of_tool: bool = False

    @classmethod
    def of(cls, profile: Profile, named: Mapping[str, str]) -> "RatedQuestion | None":
        """The question of files that are read with a profile. None without ratings."""
        column = profile.columns.get(Field.RATING)
        if column is None:
            return None
        instrument = "" if Field.INSTRUMENT in profile.columns else profile.scale.instrument
        titles = _titles(profile.name)
        return cls(
            column, instrument, titles | {plain_title(column)}, profile.rows, named, is_of_tool=plain_title(column) in titles
        )

    @property
    def signature(self) -> tuple[object, ...]:
        """Everything that tells the question."""
        return self.column, self.instrument, self.rows, self.named

    def is_same(self, other: "RatedQuestion") -> bool:
        """True if both are the same question, as far as the files tell."""
        is_same_column = bool(self.titles & other.titles)
        return is_same_column and self.instrument == other.instrument and not _contradict(self, other)

    def is_kept_apart(self, other: "RatedQuestion") -> bool:
        """True for different questions with different survey types. Their answers never replace each other."""
        are_of_types = bool(self.instrument and other.instrument) and self.instrument != other.instrument
        return are_of_types and (not self.titles & other.titles or _contradict(self, other))

    def may_be_same(self, other: "RatedQuestion", header: Collection[str], other_header: Collection[str]) -> bool:
        """True unless files of two sources tell that these are different questions. Two tools can give one question two titles
        that any rating has. `header` and `other_header` are the plain titles of the files' columns.
        """
        if self.titles & other.titles:
            return not _contradict(self, other)
        has_both = bool(self.titles & set(other_header) or other.titles & set(header))
        return not has_both and self.is_usual and other.is_usual

    @property
    def is_usual(self) -> bool:
        """True if the title fits any rating, such as “CSAT score”, so it doesn't tell the question."""
        return self.is_of_tool or folded(self.column) in USUAL_TITLES[Field.RATING]


def _titles(profile: str) -> frozenset[str]:
    """Plain titles under which the only question of a known tool can appear, one for each of its formats."""
    if (tool := known(profile)) is None:
        return frozenset()
    formats = [each.titles.get(Field.RATING, ()) for each in KNOWN if each.source == tool.source]
    return frozenset(plain_title(title) for found in formats for title in found if isinstance(title, str))


def _contradict(one: RatedQuestion, other: RatedQuestion) -> bool:
    """True if the conditions on rows, or the values of columns that name a question, show different questions."""
    columns = {plain_title(row.column) for row in (*one.rows, *other.rows)}
    return any(_differ(column, one, other) for column in columns) or _are_named_apart(one, other)


def _differ(column: str, one: RatedQuestion, other: RatedQuestion) -> bool:
    ours, theirs = _conditions(one, column), _conditions(other, column)
    if ours and theirs:
        return {(row.relation, plain_title(row.value)) for row in ours} != {
            (row.relation, plain_title(row.value)) for row in theirs
        }
    # One file has no condition on this column. It may have had only the rows that the other one's conditions choose.
    conditions, value = (ours, _named(other, column)) if ours else (theirs, _named(one, column))
    if value is None:
        return has_question_column(Profile(name="", source="", columns={}), [column])
    return not all(Condition(row)[value] for row in conditions)


def _are_named_apart(one: RatedQuestion, other: RatedQuestion) -> bool:
    ours, theirs = one.named or {}, other.named or {}
    shared = {plain_title(title): value for title, value in ours.items()}
    return any(
        plain_title(title) in shared and plain_title(value) != plain_title(shared[plain_title(title)])
        for title, value in theirs.items()
    )


def _conditions(question: RatedQuestion, column: str) -> list[RowFilter]:
    return [row for row in question.rows if plain_title(row.column) == column]


def _named(question: RatedQuestion, column: str) -> str | None:
    return next((value for title, value in (question.named or {}).items() if plain_title(title) == column), None)


def named_questions(profile: Profile, header: Collection[str], rows: Collection[list[str]]) -> dict[str, str]:
    """Columns that name a question and have a single value in these rows, with that value."""
    found = {}
    for at, title in enumerate(header):
        values = {cells[at].strip() for cells in rows} - {""} if has_question_column(profile, [title]) else set()
        if len(values) == 1:
            found[title] = next(iter(values))[:LONGEST_ANSWERED]
    return found
