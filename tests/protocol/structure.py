"""The structure tree of a tagged PDF that Typst made, as its roles: enough to see what a screen reader is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
ROLE = re.compile(rb"/Type/StructElem.*?/S/(\w+)", re.DOTALL)
KIDS = re.compile(rb"/K(\[[^\]]*\]|\s?\d+ 0 R)")
REFERENCE = re.compile(rb"(\d+) 0 R")
ROOT = re.compile(rb"/StructTreeRoot.*?/K\[(\d+) 0 R\]", re.DOTALL)


@dataclass(frozen=True)
class Element:
    """An element of the tree: its role (`TH`), its source in the file, and its children."""

    role: str
    body: bytes
    children: tuple["Element", ...]

    def all(self, role: str) -> Iterator["Element"]:
        """Elements of this role, in reading order."""
        if self.role == role:
            yield self
        for child in self.children:
            yield from child.all(role)

    @property
    def outline(self) -> tuple[str, ...]:
        """Roles of the children."""
        return tuple(child.role for child in self.children)


def structure_of(pdf: bytes) -> Element:
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    root = ROOT.search(pdf)
    assert root, "the PDF has no structure"
    return _element(int(root[1]), objects)


def _element(number: int, objects: dict[int, bytes]) -> Element:
    body = objects[number]
    role, kids = ROLE.search(body), KIDS.search(body)
    assert role
    children = [int(found) for found in REFERENCE.findall(kids[1])] if kids else []
    return Element(
        role[1].decode(), body, tuple(_element(child, objects) for child in children if ROLE.search(objects.get(child, b"")))
    )
