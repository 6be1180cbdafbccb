"""Log of gunicorn: the access log and the server's own errors, both without anonymous routes."""

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped] # gunicorn has no types

from core.anonymous_routes import WithoutAnonymousRoutes, is_anonymous


class WebLog(Logger):  # type: ignore[misc] # as above
    """Gunicorn's logger without requests of anonymous routes."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(WithoutAnonymousRoutes())

    def access(self, resp: Any, req: Any, wsgi: dict[str, Any], request_time: timedelta) -> None:
        if not is_anonymous(wsgi.get("PATH_INFO", "")):
            super().access(resp, req, wsgi, request_time)
