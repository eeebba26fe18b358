"""What went wrong in, the answer of the JSON API out: one shape for every error (RFC 9457, problem details)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from starlette.responses import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why there is no answer: `detail` is one sentence for a person, `status` and `title` those of HTTP."""

    status: int
    title: str
    detail: str


def problem(status: int, detail: str) -> Response:
    """The problem as an answer."""
    body = msgspec.json.encode(Refusal(status=status, title=HTTPStatus(status).phrase, detail=detail))
    return Response(body, status_code=status, media_type="application/problem+json")
