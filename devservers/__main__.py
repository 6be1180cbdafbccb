"""``python -m devservers remove``: stop the servers of the data folder and delete all their data."""

import sys

from devservers.attachment import remove
from devservers.errors import EmbeddedServersError


def main(arguments: list[str]) -> None:
    if arguments != ["remove"]:
        sys.exit("usage: python -m devservers remove")
    try:
        removed = remove()
    except EmbeddedServersError as error:
        sys.exit(str(error))
    if not removed:
        sys.exit("Another process is still using the servers. Stop it first.")


if __name__ == "__main__":
    main(sys.argv[1:])
