"""The fonts at hand: Typst's own, the system's, and those of packages for scripts that neither has."""

from functools import cache
from importlib.util import find_spec

import typst

# Chinese, Japanese and Korean; Arabic. A package that is not installed is left out, and who exports is told what is missing.
PACKAGES = ("manimgx_fonts_cjk", "fontpkg_noto_sans_arabic")


@cache
def known_fonts() -> typst.Fonts:
    """Every font that a protocol may be set in, looked for once in each process."""
    return typst.Fonts(font_paths=folders())


def folders() -> list[str]:
    """The folders of the font packages that are installed."""
    found = [find_spec(package) for package in PACKAGES]
    return [folder for spec in found if spec for folder in spec.submodule_search_locations or ()]
