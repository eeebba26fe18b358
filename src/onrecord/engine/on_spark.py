"""The engine of a Spark cluster (extra `spark`): items as pickled rows of Arrow batches through mapInArrow.

A window of items is a Spark job; its rows carry their number, so that the results come back in order. A task that dies
again and again fails the job, and the window is then done item by item to find the one that is at fault.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import pyarrow as pa

from onrecord.engine.face import Outcome, R, T, died, do_item, groups_of, map_groups, result_of
from onrecord.record import Failure, InputError

try:
    import pandas  # type: ignore[import-untyped,unused-ignore]  # noqa: F401  (mapInArrow asks for it)
    from py4j.protocol import Py4JJavaError  # type: ignore[import-not-found,unused-ignore]
    from pyspark.errors.exceptions.captured import CapturedException
    from pyspark.sql import SparkSession
except ImportError as err:
    raise InputError("Reading on a Spark cluster needs the extra: pip install 'onrecord[spark]'.") from err

WINDOW = 64  # items a job and core: large enough to pay for a job, small enough for memory
_SCHEMA = "number long, body binary"


class SparkEngine:
    """Items on a Spark cluster: a master's address, or `jobs` cores of this machine (see `Engine`)."""

    def __init__(self, jobs: int, *, address: str | None = None) -> None:
        self.jobs = jobs
        self.address = address

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R | Failure]:
        """See Engine."""
        builder = SparkSession.builder.master(self.address or f"local[{self.jobs}]").appName("onrecord")
        if self.address is None:  # workers on this machine run the Python that runs this (Spark asks the environment)
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        spark = builder.config("spark.ui.enabled", "false").getOrCreate()
        try:
            stream = iter(items)
            while window := list(islice(stream, WINDOW * self.jobs)):
                for item, outcome in zip(window, _outcomes(spark, fn, window, self.jobs), strict=True):
                    yield died(item) if outcome is None else result_of(outcome)
        finally:
            spark.stop()

    def group(
        self,
        fn: Callable[[str, tuple[T, ...]], R],
        items: Iterable[T],
        key: Callable[[T], str],
        order: Callable[[T], Any],
    ) -> Iterator[R | Failure]:
        """See Engine."""
        return map_groups(self, fn, groups_of(items, key, order))


def _outcomes(spark: Any, fn: Callable[[Any], Any], window: list[Any], parts: int) -> list[Outcome | None]:
    """The outcome of each item of a window; None for one whose worker died."""
    try:
        return _job(spark, fn, window, parts)
    except (CapturedException, Py4JJavaError):
        if len(window) == 1:
            return [None]
        return [outcome for item in window for outcome in _outcomes(spark, fn, [item], 1)]


def _job(spark: Any, fn: Callable[[Any], Any], window: list[Any], parts: int) -> list[Outcome | None]:
    rows = [(number, pickle.dumps(item)) for number, item in enumerate(window)]
    frame = spark.createDataFrame(rows, _SCHEMA).repartition(min(parts, len(rows)))
    code = pickle.dumps(fn)

    def batches(stream: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        work = pickle.loads(code)  # our own bytes, made a few lines above
        for batch in stream:
            done = [pickle.dumps(do_item(work, pickle.loads(body.as_py()))) for body in batch.column(1)]
            yield pa.RecordBatch.from_arrays([batch.column(0), pa.array(done, pa.binary())], ["number", "body"])

    found = {row.number: pickle.loads(bytes(row.body)) for row in frame.mapInArrow(batches, _SCHEMA).collect()}
    return [found.get(number) for number in range(len(window))]
