"""OpenAPI document with what Ninja can't know: problem documents, headers, and bodies that our own code parses."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from pydantic import BaseModel

from api.problems import MEDIA_TYPE
from api.schemas import BatchIn, InteractionIn, ProblemOut

REF = "#/components/schemas/{model}"
CLIENT_ERROR = 400
LIMITS = {
    "RateLimit": {"description": "Calls left in this minute, and seconds until the next minute.", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "Calls per minute for each token.", "schema": {"type": "string"}},
}
RETRY = {"Retry-After": {"description": "Seconds to wait before the next call.", "schema": {"type": "integer"}}}


def takes(model: type[BaseModel]) -> dict[str, Any]:
    """OpenAPI description of a body that the operation parses itself."""
    reference = REF.format(model=model.__name__)
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": reference}}}}}


def problems(*statuses: int) -> dict[int, Any]:
    """OpenAPI descriptions of the problems with which an operation can answer."""
    return dict.fromkeys(statuses, ProblemOut)


class Documented(NinjaAPI):
    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for model in (BatchIn, InteractionIn):
            found = model.model_json_schema(ref_template=REF)
            document["components"]["schemas"].update({**found.pop("$defs", {}), model.__name__: found})
        for operations in document["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    _complete(int(status), response, with_limits="security" in operation)
        return document


def _complete(status: int, response: dict[str, Any], *, with_limits: bool) -> None:
    if status >= CLIENT_ERROR and "content" in response:
        response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    if with_limits and status not in {401, 404, 405}:
        response["headers"] = {**LIMITS, **(RETRY if status == 429 else {})}  # noqa: PLR2004 - too many requests
