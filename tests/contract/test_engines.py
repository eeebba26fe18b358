"""The same call gives the same results in a loop, in processes, and on a cluster."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest

from engine_work import join, shout
from onrecord.engine import Engine, EngineKind, make_engine
from onrecord.engine.face import WorkerBug
from onrecord.record import Failure, InputError, ModelError, Page


def _needs(module: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(importlib.util.find_spec(module) is None, reason=f"needs the extra with {module}")


@pytest.fixture(
    params=[
        "local",
        "pool",
        pytest.param("dask", marks=_needs("distributed")),
        pytest.param("spark", marks=_needs("pyspark")),
    ]
)
def engine(request: pytest.FixtureRequest) -> Engine:
    kind: EngineKind = request.param
    return make_engine(2, kind=kind)


def pages(*texts: str) -> list[Page]:
    return [Page(id=f"page {index}", text=text) for index, text in enumerate(texts)]


def test_results_keep_the_order_of_the_items(engine: Engine) -> None:
    texts = [f"text {index}" for index in range(40)]
    assert list(engine.map(shout, pages(*texts))) == [text.upper() for text in texts]


def test_nothing_gives_nothing(engine: Engine) -> None:
    assert list(engine.map(shout, [])) == []


def test_a_page_that_cannot_be_read_is_a_failure_and_the_rest_come_out(engine: Engine) -> None:
    first, failure, last = engine.map(shout, pages("a", "blank", "c"))
    assert (first, last) == ("A", "C")
    assert isinstance(failure, Failure)
    assert failure.item == "page 1"
    assert "nothing to read" in failure.why


def test_a_bug_is_raised_where_the_results_are_read(engine: Engine) -> None:
    with pytest.raises(WorkerBug, match="ZeroDivisionError"):
        list(engine.map(shout, pages("a", "bug")))


def test_a_broken_model_stops_the_run(engine: Engine) -> None:
    with pytest.raises(ModelError, match="digest"):
        list(engine.map(shout, pages("model", "a")))


def test_groups_come_by_key_and_sorted_inside(engine: Engine) -> None:
    items = [Page(id=f"{number:02d}", text="ab"[number % 2]) for number in (5, 2, 4, 1, 3)]
    found = engine.group(join, items, key=lambda page: page.text or "", order=lambda page: page.id)
    assert list(found) == ["a: 02 04", "b: 01 03 05"]


def test_items_are_taken_as_they_are_needed(engine: Engine) -> None:
    taken = 0

    def endless() -> Iterator[Page]:
        nonlocal taken
        while True:
            taken += 1
            yield Page(id=str(taken), text="a")

    results = engine.map(shout, endless())
    assert [next(results) for _ in range(5)] == ["A"] * 5
    results.close()  # type: ignore[attr-defined]
    assert taken < 200


def test_a_job_count_below_one_is_refused() -> None:
    with pytest.raises(InputError, match="--jobs"):
        make_engine(0)


@pytest.mark.parametrize(("kind", "module"), [("dask", "distributed"), ("spark", "pyspark")])
def test_an_absent_extra_says_what_to_install(kind: EngineKind, module: str) -> None:
    if importlib.util.find_spec(module) is not None:
        pytest.skip("the extra is installed")
    with pytest.raises(InputError, match=rf"pip install 'onrecord\[{kind}\]'"):
        make_engine(2, kind=kind)
