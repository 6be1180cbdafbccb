from collections.abc import Mapping
from typing import Any

from tests.architecture.access.route import CONFLICT, FORBIDDEN, FOUND, INVALID, MISSING, OK, Route
from tests.factories import notices
from tests.factories.people import Personas

CHANNEL = {"name": "Crisis desk", "topics": ["crisis-updates"]}
ADMINISTRATORS = {"administrator": OK}
ADMINISTRATORS_GO_ON = {"administrator": FOUND}


def reviews(_personas: Personas) -> Mapping[str, Any]:
    return {"name": "reviews"}


def mailed_elsewhere(_personas: Personas) -> Mapping[str, Any]:
    return {"name": "second-factors"}


def posted(_personas: Personas) -> Mapping[str, Any]:
    notices.post(notices.channel())
    return {}


def channel(_personas: Personas) -> Mapping[str, Any]:
    return {"channel_id": notices.channel().pk}


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
    Route("notices:mail", otherwise=FORBIDDEN, expect=ADMINISTRATORS),
    Route("notices:channels", otherwise=FORBIDDEN, expect=ADMINISTRATORS, arrange=posted),
    Route("notices:channel_add", otherwise=FORBIDDEN, expect=ADMINISTRATORS),
    # Operators have allowed no chat service.
    Route(
        "notices:channel_add",
        otherwise=FORBIDDEN,
        expect={"administrator": INVALID},
        method="post",
        data={**CHANNEL, "address": "ntfys://ntfy.example.org/crisis"},
    ),
    Route("notices:channel", otherwise=FORBIDDEN, expect=ADMINISTRATORS, arrange=channel),
    Route(
        "notices:channel",
        otherwise=FORBIDDEN,
        expect={"administrator": INVALID},
        method="post",
        data={"name": ""},
        arrange=channel,
    ),
    Route("notices:channel", otherwise=FORBIDDEN, expect=ADMINISTRATORS_GO_ON, method="post", data=CHANNEL, arrange=channel),
    Route("notices:channel_pause", otherwise=FORBIDDEN, expect=ADMINISTRATORS_GO_ON, method="post", arrange=channel),
    Route("notices:channel_resume", otherwise=FORBIDDEN, expect=ADMINISTRATORS_GO_ON, method="post", arrange=channel),
    Route("notices:channel_test", otherwise=FORBIDDEN, expect=ADMINISTRATORS_GO_ON, method="post", arrange=channel),
    Route("notices:channel_delete", otherwise=FORBIDDEN, expect=ADMINISTRATORS_GO_ON, method="post", arrange=channel),
]
