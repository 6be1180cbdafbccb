"""Process for the tests of the embedded servers: attaches, prints the addresses, and stays until told.

Usage: attached_process.py DATA_DIR [UID]. With a UID, root becomes that user first.
"""

import contextlib
import dataclasses
import encodings.idna  # noqa: F401 - see become()
import json
import os
import sys
from pathlib import Path

import psycopg

from devservers import attach


def become(uid: int) -> None:
    # What is imported only when needed must be there already: the user may not be able to read the interpreter's files.
    with contextlib.suppress(psycopg.OperationalError):
        psycopg.connect("postgresql://nobody:x@%2Fnowhere/none")
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)


def main() -> None:
    if len(sys.argv) > 2:
        become(int(sys.argv[2]))
    servers = attach(Path(sys.argv[1]))
    sys.stdout.write(json.dumps(dataclasses.asdict(servers)) + "\n")
    sys.stdout.flush()
    if sys.stdin.readline().strip() == "fork":
        # A forked child that exits must neither stop the servers nor keep them.
        if os.fork() == 0:
            sys.exit(0)
        os.wait()
        sys.stdout.write("forked\n")
        sys.stdout.flush()
        sys.stdin.readline()


if __name__ == "__main__":
    main()
