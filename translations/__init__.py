"""Messages of the project for its translators: extraction, checks of catalogues, and generated pseudo-languages.

`python -m translations check` is part of `make check`. Babel does the work; its Django plugin is no longer kept, so that
templates are read with Django's own `templatize`.
"""
