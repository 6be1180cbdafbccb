"""References to building blocks in texts: ``{{block:key}}`` on a line of its own. Pure functions."""

import re
from collections.abc import Iterable, Mapping

# Every version of a text may refer to this many blocks.
MOST_BLOCKS = 20
_REFERENCE = re.compile(r"^[ \t]*\{\{block:([a-z0-9]+(?:-[a-z0-9]+)*)\}\}[ \t]*(?=\r?$)", re.MULTILINE)


def reference_to(key: str) -> str:
    """The line that inserts a block."""
    return f"{{{{block:{key}}}}}"


def keys_in(texts: Iterable[str]) -> list[str]:
    """Keys of the blocks that the texts refer to, each once, in order."""
    return list(dict.fromkeys(key for text in texts for key in _REFERENCE.findall(text)))


def expanded(text: str, blocks: Mapping[str, str]) -> str:
    """The text with the blocks in place of their references. References to other blocks stay as they are."""
    return _REFERENCE.sub(lambda match: blocks.get(match[1], match[0]), text)
