"""A desk in, the JSON API out: a FastAPI app to be mounted at /api/1, its OpenAPI and its errors made from our own types."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import OnRecordError
from onrecord.serve.api.answers import components
from onrecord.serve.api.asking import asking
from onrecord.serve.api.changing import changing
from onrecord.serve.desk import Desk, status_of
from onrecord.serve.problems import problem

PREFIX = "/api/1"
ABOUT = (
    "Everything that the desk shows, as JSON. Lists hold `next`: hand it back as `cursor`. Every error is a problem (RFC 9457). "
    "A change needs the header X-OnRecord-CSRF from `/session`, or a bearer token where the desk has one."
)


def make_api(desk: Desk) -> FastAPI:
    """The API over a desk."""
    api = FastAPI(
        title="onrecord", version="1", description=ABOUT, docs_url=None, redoc_url=None
    )  # both load from a CDN
    api.include_router(asking(desk))
    api.include_router(changing(desk))
    api.add_exception_handler(OnRecordError, _refused)
    api.add_exception_handler(RequestValidationError, _misfit)
    api.add_exception_handler(HTTPException, _missing)
    api.openapi = lambda: describe(api)  # type: ignore[method-assign]
    return api


def describe(api: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once."""
    if api.openapi_schema is None:
        made = get_openapi(
            title=api.title,
            version=api.version,
            description=api.description,
            routes=api.routes,
            servers=[{"url": PREFIX}],
        )
        made["components"] = {"schemas": components()}
        api.openapi_schema = made
    return api.openapi_schema


def _refused(_request: Request, err: Exception) -> Response:
    return problem(status_of(err), str(err))


def _misfit(_request: Request, err: Exception) -> Response:
    wrong = err.errors() if isinstance(err, RequestValidationError) else []
    said = (f"{one['loc'][-1]}: {one['msg']}" for one in wrong)
    return problem(422, "; ".join(said) or "The request does not fit.")


def _missing(_request: Request, err: Exception) -> Response:
    status, detail = (err.status_code, err.detail) if isinstance(err, HTTPException) else (404, "")
    return problem(status, detail)
