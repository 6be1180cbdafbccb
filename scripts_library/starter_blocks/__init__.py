"""Building blocks to start from, in English. Each is a Markdown file, named after its key, below a line with kind and title."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StarterBlock:
    """A building block to start from. `text` is Markdown."""

    key: str
    kind: str
    title: str
    text: str


def _read(path: Path) -> StarterBlock:
    first, _, text = path.read_text(encoding="utf-8").partition("\n")
    kind, _, title = first.partition(": ")
    return StarterBlock(path.stem, kind, title.strip(), text.strip())


STARTER_BLOCKS = tuple(_read(path) for path in sorted(Path(__file__).parent.glob("*.md")))
