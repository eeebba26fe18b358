"""The JSON API: what it answers has the shapes that its OpenAPI says, whatever it is asked, and never fails."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from onrecord.formats import encode_claim, encode_reading
from onrecord.reconcile.worlds import load_world
from onrecord.record import Reading
from onrecord.serve.api.app import PREFIX, make_api
from onrecord.serve.api.shapes import plain
from onrecord.serve.desk import Desk
from onrecord.serve.run import build
from onrecord.store.ledger import Ledger, open_ledger

ROOT = Path(__file__).parents[2]
KEY = "x-onrecord-csrf"


class Api:
    """A client of the API that carries what a change needs."""

    def __init__(self, browser: TestClient) -> None:
        self.browser = browser
        self.key = {KEY: self.get("/session")["csrf"]}

    def ask(self, path: str, method: str = "GET", **more: Any) -> Any:
        return self.browser.request(method, PREFIX + path, headers=self.key, **more)

    def get(self, path: str) -> Any:
        answer = self.browser.get(PREFIX + path)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def api(browser: TestClient) -> Api:
    return Api(browser)


@pytest.fixture(scope="module")
def opened(sample_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("api") / "own.db"
    shutil.copy(sample_ledger, path)
    with open_ledger(str(path)) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def described(opened: Ledger) -> dict[str, Any]:
    return make_api(Desk(ledger=opened, world=load_world())).openapi()


# ------------------------------------------------------------------------------------------------------- as described


def test_readings_and_claims_are_the_formats(
    sample_readings: list[Reading], opened: Ledger, described: dict[str, Any]
) -> None:
    for reading in sample_readings:
        assert json.loads(json.dumps(plain(reading))) == json.loads(encode_reading(reading))
        jsonschema.validate(plain(reading), {"$ref": "#/components/schemas/Reading", **described})
    for claim in opened.each_claim():
        assert json.loads(json.dumps(plain(claim))) == json.loads(encode_claim(claim))
        jsonschema.validate(plain(claim), {"$ref": "#/components/schemas/Claim", **described})


def test_every_reference_of_the_openapi_leads_somewhere(described: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema({"$defs": described["components"]["schemas"]})
    for part in json.dumps(described).split('"$ref": "')[1:]:
        name = part.split('"')[0].removeprefix("#/components/schemas/")
        assert name in described["components"]["schemas"]


def test_the_docs_list_every_endpoint_and_every_parameter(described: dict[str, Any]) -> None:
    docs = (ROOT / "docs" / "api.md").read_text("utf-8")
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            line = next((row for row in docs.splitlines() if row.startswith(f"| `{method.upper()} {path}`")), None)
            assert line is not None, f"docs/api.md lacks {method.upper()} {path}"
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "query":
                    assert f"`{parameter['name']}`" in line, f"{path}: {parameter['name']}"


FEW = settings(
    max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


@pytest.fixture
def schema(opened: Ledger) -> Any:
    app = build(opened, load_world())
    browser = TestClient(app, base_url="http://127.0.0.1:8710")
    key = browser.get(f"{PREFIX}/session").json()["csrf"]
    cookie = f"onrecord_csrf={browser.cookies['onrecord_csrf']}"

    async def let_in(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            kept = [(name, value) for name, value in scope["headers"] if name not in (b"host", b"cookie", b"origin")]
            own = [(b"host", b"127.0.0.1:8710"), (b"cookie", cookie.encode()), (KEY.encode(), key.encode())]
            scope = {**scope, "headers": [*kept, *own]}
        await app(scope, receive, send)

    return schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", let_in)


def test_whatever_it_is_asked_it_answers_as_described(schema: Any) -> None:
    for operation in (found.ok() for found in schema.get_all_operations()):

        @FEW
        @given(case=operation.as_strategy())
        def each(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(checks=CHECKS)

        each()


def test_what_is_there_is_answered_as_described(schema: Any, opened: Ledger) -> None:
    there = {
        "claim": [row.id for row in opened.claims().rows[:12]],
        "article": [row.id for row in opened.articles().rows],
        "speaker": [seen.id for seen in opened.speakers(limit=12)],
    }
    for operation in (found.ok() for found in schema.get_all_operations()):
        for name, ids in there.items():
            for identity in ids if f"{{{name}}}" in operation.path else ():
                case = operation.Case(path_parameters={name: identity})
                assert case.call_and_validate(checks=CHECKS).status_code == 200


# ----------------------------------------------------------------------------------------------------------- in use


def test_claims_are_paged_to_the_last(api: Api, ledger: Ledger) -> None:
    found, cursor = [], ""
    while True:
        page = api.get(f"/claims?limit=7{cursor}")
        found += [row["id"] for row in page["rows"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len(found) == len(set(found)) == ledger.counts().claims


def test_a_claim_and_all_that_belongs_to_it(api: Api, ledger: Ledger) -> None:
    row = ledger.claims().rows[0]
    assert api.get(f"/claims/{row.id}")["standing"]["label"] == row.label
    wordings = api.get(f"/claims/{row.id}/wordings")["rows"]
    assert wordings[0]["claim"] == row.id
    assert api.get(f"/claims/{row.id}/without")["now"]["label"] == row.label
    assert api.get(f"/articles/{wordings[0]['article']}")["format"] == "onrecord/reading/1"
    assert api.ask(f"/claims/{row.id}?as_of=2001-01-01").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/claims/claim-0", 404),
        ("/nowhere", 404),
        ("/claims?colour=red", 422),
        ("/claims?limit=0", 422),
        ("/claims?as_of=tomorrow", 400),
        ("/claims?clock=cuckoo", 422),
        ("/claims?cursor=x", 400),
        ("/claims?cursor=9999999999999999999", 400),
        ("/changes", 422),
        ("/values/colour", 422),
    ],
)
def test_every_refusal_has_one_shape(api: Api, path: str, status: int) -> None:
    answer = api.ask(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"status", "title", "detail"}
    assert answer.json()["status"] == status
    assert answer.json()["detail"]


def test_a_judgement_is_made_and_undone(api: Api, ledger: Ledger) -> None:
    item = api.get("/review?limit=1")["rows"][0]
    made = api.ask("/judgements", "POST", json={"act": "reject", "target": item["id"], "who": "ann", "why": "not said"})
    assert made.status_code == 201
    assert item["id"] not in [row["id"] for row in api.get("/review")["rows"]]
    undone = api.ask("/judgements", "POST", json={"act": "undo", "target": made.json()["id"]})
    assert undone.status_code == 201
    log = api.get("/judgements")["rows"]
    assert log[1]["undone_by"] == undone.json()["id"]
    assert ledger.effective_judgements() == ()


WRONG = [
    {"act": "burn", "target": "x"},
    {"act": "accept"},
    {"act": "accept", "target": "x", "colour": "red"},
    {"act": "accept", "target": "x\x00", "who": "ann"},
    {"act": "grade", "target": "government:us", "value": {"letter": "Z"}},
    {"act": "grade", "target": "government:us"},
    {"act": "merge", "target": "x", "value": {"propositions": []}},
    {"act": "undo", "target": "judgement-0"},
    {"act": "accept", "target": "x", "who": "w" * 501},
    [],
]


@pytest.mark.parametrize("wish", WRONG)
def test_a_judgement_that_does_not_fit_is_refused(api: Api, ledger: Ledger, wish: object) -> None:
    assert api.ask("/judgements", "POST", json=wish).status_code in (400, 404)
    assert ledger.judgements() == ()


@pytest.mark.parametrize(
    "body", [b"", b"{", b'"\\ud800"', b"\xff", b"[" * 100_000, b'{"act":"accept","target":"\\ud800"}']
)
def test_a_body_that_is_no_json_is_refused(api: Api, body: bytes) -> None:
    assert api.ask("/judgements", "POST", content=body).status_code == 400


def test_watches_are_kept_listed_and_removed(api: Api, ledger: Ledger) -> None:
    claim = ledger.claims().rows[0].id
    one = api.ask("/watches", "POST", json={"name": "that claim", "claim": claim})
    assert one.status_code == 201
    assert api.ask("/watches", "POST", json={"name": "Kursk", "query": {"text": "Kursk"}}).status_code == 201
    assert [row["name"] for row in api.get("/watches")["rows"]] == ["that claim", "Kursk"]
    assert api.get("/watches/fires") == api.ask("/watches/seen", "POST").json() == {"rows": []}
    assert api.get("/claims?watched=true")["rows"]
    assert api.ask(f"/watches/{one.json()['id']}", "DELETE").status_code == 204
    assert api.ask(f"/watches/{one.json()['id']}", "DELETE").status_code == 404
    assert api.ask("/watches", "POST", json={"name": "nothing"}).status_code == 400
    assert api.ask("/watches", "POST", json={"name": "gone", "claim": "claim-0"}).status_code == 404


@pytest.mark.parametrize(("path", "method"), [("/judgements", "POST"), ("/watches", "POST"), ("/watches/x", "DELETE")])
def test_nothing_is_changed_without_the_key(browser: TestClient, ledger: Ledger, path: str, method: str) -> None:
    answer = browser.request(method, PREFIX + path, json={"act": "accept", "target": "x", "name": "x"})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert ledger.judgements() == ()
