from collections.abc import Mapping
from typing import Any

from tests.architecture.access.route import CONFLICT, FORBIDDEN, FOUND, INVALID, MISSING, OK, Route
from tests.factories.people import Personas


def reviews(_personas: Personas) -> Mapping[str, Any]:
    return {"name": "reviews"}


def mailed_elsewhere(_personas: Personas) -> Mapping[str, Any]:
    return {"name": "second-factors"}


ROUTES = [
    Route("notices:preferences", otherwise=OK),
    Route("notices:preferences", otherwise=FOUND, method="post"),
    Route("notices:preferences", otherwise=INVALID, method="post", data={"has_own_hours": "on"}),
    Route("notices:mail", otherwise=FORBIDDEN, expect={"administrator": OK}),
    Route("notices:templates", otherwise=FORBIDDEN, expect={"administrator": OK}),
    Route("notices:template", otherwise=FORBIDDEN, expect={"administrator": OK}, arrange=reviews),
    Route("notices:template", otherwise=FORBIDDEN, expect={"administrator": MISSING}, arrange=mailed_elsewhere),
    Route("notices:template", otherwise=FORBIDDEN, expect={"administrator": INVALID}, method="post", arrange=reviews),
    Route("notices:template_reset", otherwise=FORBIDDEN, expect={"administrator": CONFLICT}, method="post", arrange=reviews),
]
