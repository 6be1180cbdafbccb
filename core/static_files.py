"""Static files of installed packages, named one by one in `settings.STATIC_PACKAGE_FILES`.

Packages ship far more than pages load, and style sheets among it that refer to images nobody needs. So no folder of a
package is served as a whole. If an update moves a named file, `collectstatic` fails and says which.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage


class PackageStorage(FileSystemStorage):
    """The folder of a package. collectstatic and WhiteNoise read `prefix`, the folder's name in URLs."""

    def __init__(self, prefix: str, folder: Path) -> None:
        super().__init__(location=folder)
        self.prefix = prefix


class PackageFilesFinder(BaseFinder):
    """Finder for `STATIC_PACKAGE_FILES`: rows of the name in URLs, the folder of the package, and names in that folder."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self._files = [
            (name, storage)
            for prefix, folder, names in settings.STATIC_PACKAGE_FILES
            for storage in [PackageStorage(prefix, folder)]
            for name in names
        ]

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        """Nothing: where the files were collected already, as in the image, the packages needn't be there."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT002 - Django's signature
        """The path on disk, or an empty list; with `find_all` always a list."""
        found = [storage.path(name) for name, storage in self._files if f"{storage.prefix}/{name}" == path]
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, PackageStorage]]:  # noqa: ARG002 - each file is named
        """Each named file with its storage, whether it exists or not: reading it then fails."""
        yield from self._files
