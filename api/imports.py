"""Endpoints for imports and their rejected rows."""

import base64
import binascii
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from api.authentication import ScopedToken
from api.documents import problems
from api.problems import Problem, does_not_fit, nothing_here
from api.schemas import ImportOut, ImportsOut, RejectionsOut, StateOut
from intake.queries.for_api import ImportReport, import_report, import_reports
from intake.queries.rejections import rejections
from people.api_callers import Scope

router = Router(tags=["Imports"], auth=ScopedToken(Scope.IMPORTS_READ))

MOST = 200
LONGEST_CURSOR = 40

Limit = Annotated[int, Query(ge=1, le=MOST, description="Maximum number of items.")]
Cursor = Annotated[
    str | None, Query(max_length=LONGEST_CURSOR, description="The `next` value of the previous page, unchanged.")
]


@router.get(
    "/imports",
    response={200: ImportsOut, **problems(401, 403, 422, 429)},
    operation_id="list_imports",
    url_name="imports",
    summary="List imports, newest first",
)
def list_imports(
    request: HttpRequest,
    state: Annotated[StateOut | None, Query(description="Only imports in this state.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Any:
    """All imports: files, batches and webhooks. New imports don't shift the pages."""
    nothing_else(request, "state", "limit", "cursor")
    before = place_in(cursor) if cursor is not None else None
    found = import_reports(at_most=limit + 1, state=state, before=before)
    return {"items": found[:limit], "next": cursor_at(found[limit - 1].id) if len(found) > limit else None}


@router.get(
    "/imports/{int:import_id}",
    response={200: ImportOut, **problems(401, 403, 404, 429)},
    operation_id="get_import",
    url_name="import",
    summary="Get an import",
)
def get_import(request: HttpRequest, import_id: int) -> Any:  # noqa: ARG001 - Ninja passes it by this name
    """State and counts of an import, and its progress while it is being processed."""
    return _import(import_id)


@router.get(
    "/imports/{int:import_id}/rejections",
    response={200: RejectionsOut, **problems(401, 403, 404, 422, 429)},
    operation_id="list_rejections",
    url_name="rejections",
    summary="List rejected rows with reasons",
)
def list_rejections(
    request: HttpRequest,
    import_id: int,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Any:
    """The rejected rows of an import, in their original order."""
    nothing_else(request, "limit", "cursor")
    imported = _import(import_id)
    found = list(rejections(imported.id, at_most=limit + 1, after=place_in(cursor) if cursor is not None else 0))
    items = [
        {
            "line": bad.line,
            "field": bad.column,
            "value": bad.value,
            "reason": bad.reason,
            "message": bad.sentence,
            "cells": dict(zip(imported.header, bad.cells, strict=False)),
        }
        for bad in found[:limit]
    ]
    return {"items": items, "next": cursor_at(found[limit - 1].line) if len(found) > limit else None}


def nothing_else(request: HttpRequest, *known: str) -> None:
    """Refuse unknown parameters: they are mistakes that would otherwise go unnoticed."""
    unknown = sorted(request.GET.keys() - known)
    if unknown:
        raise does_not_fit([{"loc": ("query", name), "msg": _("Unknown parameter.")} for name in unknown])


def cursor_at(place: int) -> str:
    return base64.urlsafe_b64encode(f"after:{place}".encode()).decode().rstrip("=")


def place_in(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (ValueError, binascii.Error) as error:
        raise _no_cursor() from error
    name, _colon, place = text.partition(":")
    if name != "after" or not (place.isascii() and place.isdigit()) or cursor_at(int(place)) != cursor:
        raise _no_cursor()
    return int(place)


def _no_cursor() -> Problem:
    detail = _("This cursor isn't valid. Start without one, then send the next value of each page.")
    return Problem(422, detail, errors=[{"pointer": "/query/cursor", "detail": detail}])


def _import(import_id: int) -> ImportReport:
    imported = import_report(import_id)
    if imported is None:
        raise nothing_here()
    return imported
