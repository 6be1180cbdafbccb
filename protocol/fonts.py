"""Fonts for the PDF: Typst's own, the system's, and packages for scripts that neither covers."""

from functools import cache
from importlib.util import find_spec

import typst

# Chinese, Japanese and Korean; Arabic. Missing packages are skipped, and the export reports characters without a font.
PACKAGES = ("manimgx_fonts_cjk", "fontpkg_noto_sans_arabic")


@cache
def known_fonts() -> typst.Fonts:
    """All fonts available for a protocol, collected once per process."""
    return typst.Fonts(font_paths=folders())


def folders() -> list[str]:
    """Folders of the installed font packages."""
    found = [find_spec(package) for package in PACKAGES]
    return [folder for spec in found if spec for folder in spec.submodule_search_locations or ()]
