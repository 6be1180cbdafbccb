"""``python -m translations check | update | pseudo FOLDER``; see docs/developing.md."""

import sys
from pathlib import Path

from translations import catalogues
from translations.messages import messages
from translations.pseudo import write_pseudo_languages


def main(command: str, *arguments: str) -> int:
    """Returns the exit status: 1 if a catalogue can't be shipped."""
    if command == "pseudo":
        write_pseudo_languages(Path(*arguments))
        return 0
    template = messages()
    if command == "update":
        for path in catalogues.files():
            catalogue = catalogues.read(path)
            catalogue.update(template)
            catalogues.write(catalogue, path)
        return 0
    faults = catalogues.unnamed(template)
    for path in catalogues.files():
        faults += catalogues.faults(path, template)
    print(*faults, f"{len(template)} messages, {len(catalogues.files())} catalogues", sep="\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
