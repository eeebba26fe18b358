"""The JSON API as a page: every address it answers, with its parameters. Made from the OpenAPI; loads nothing from elsewhere."""

from __future__ import annotations

from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.serve.api.app import PREFIX, make_api
from onrecord.serve.desk import Desk


def routes(desk: Desk) -> list[Route]:
    """/api."""

    @cache
    def values() -> dict[str, Any]:
        return interface_values(make_api(desk).openapi())

    def interface_page(request: Request) -> Response:
        return desk.show(request, "interface.html", values(), rows=lambda: values()["endpoints"])

    return [Route("/api", interface_page)]


def interface_values(described: dict[str, Any]) -> dict[str, Any]:
    """One row for each method of each path."""
    endpoints = [
        {
            "method": method.upper(),
            "path": PREFIX + path,
            "tag": operation["tags"][0],
            "what": operation.get("description", ""),
            "parameters": [(one["name"], one.get("description", "")) for one in operation.get("parameters", ())],
        }
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
    ]
    return {"endpoints": endpoints, "openapi": f"{PREFIX}/openapi.json", "about": described["info"]["description"]}
