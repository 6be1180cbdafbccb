from tests.architecture.access.route import FORBIDDEN, FOUND, INVALID, OK, Route

ROUTES = [
    Route("notices:preferences", otherwise=OK),
    Route("notices:preferences", otherwise=FOUND, method="post"),
    Route("notices:preferences", otherwise=INVALID, method="post", data={"has_own_hours": "on"}),
    Route("notices:mail", otherwise=FORBIDDEN, expect={"administrator": OK}),
]
