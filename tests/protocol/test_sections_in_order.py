"""Order of the protocol's sections, and protocols compiled before a section existed."""

import pytest

from protocol import sections
from protocol.assembly import document_of
from protocol.document import ORDER_OF_PART_A
from protocol.models import Protocol
from protocol.texts import TEXTS
from tests.factories import crisis as crises
from tests.factories.people import Personas


def keys_of(protocol: Protocol) -> list[str]:
    part_a, _part_b = document_of(protocol).parts
    return [section.key for section in part_a.sections]


def test_every_compiled_or_written_section_of_the_first_part_has_a_place() -> None:
    compiled = {key for key, _title, _blocks in sections._sections()}
    placed = set(ORDER_OF_PART_A)
    assert compiled <= placed
    assert placed - compiled <= {text.key for text in TEXTS} | {"goals", "improvements"}


@pytest.mark.django_db
def test_a_section_that_an_older_protocol_lacks_is_left_out(personas: Personas) -> None:
    protocol = crises.protocol_of(crises.active(personas), personas)
    assert keys_of(protocol) == list(ORDER_OF_PART_A)
    protocol.compiled["sections"] = [each for each in protocol.compiled["sections"] if each["key"] != "scripts"]
    protocol.save(update_fields=["compiled"])
    assert keys_of(protocol) == [key for key in ORDER_OF_PART_A if key != "scripts"]
