"""Static files of installed packages, listed in `settings.STATIC_PACKAGE_FILES`.

Packages contain far more than pages load, also style sheets that refer to unneeded images. So no folder of a package is
served as a whole. If an update moves a listed file, `collectstatic` fails and names it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage


class PackageStorage(FileSystemStorage):
    """Folder of a package. collectstatic and WhiteNoise read `prefix`, its name in URLs."""

    def __init__(self, prefix: str, folder: Path) -> None:
        super().__init__(location=folder)
        self.prefix = prefix


class PackageFilesFinder(BaseFinder):
    """Finder for `STATIC_PACKAGE_FILES`, a list of name in URLs, folder of the package, and file names."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self._files = [
            (name, storage)
            for prefix, folder, names in settings.STATIC_PACKAGE_FILES
            for storage in [PackageStorage(prefix, folder)]
            for name in names
        ]

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        """No check, because the packages can be absent where the files were collected, as in the image."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT002 - Django's signature
        """Path on disk, or an empty list. With `find_all`, always a list."""
        found = [storage.path(name) for name, storage in self._files if f"{storage.prefix}/{name}" == path]
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, PackageStorage]]:  # noqa: ARG002 - each file is named
        """Listed files with their storages, whether they exist or not. Reading a missing one fails."""
        yield from self._files
