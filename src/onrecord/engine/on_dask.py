"""The engine of a Dask cluster (extra `dask`): items as futures, a window of them at a time.

Dask starts a lost item again on another worker; one that kills its workers ends as a Failure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from onrecord.engine.face import R, T, died, do_item, groups_of, map_groups, result_of
from onrecord.record import Failure, InputError

try:
    from distributed import Client, KilledWorker, LocalCluster
except ImportError as err:
    raise InputError("Reading on a Dask cluster needs the extra: pip install 'onrecord[dask]'.") from err

AHEAD = 8  # futures a worker that are out at one time


class DaskEngine:
    """Items on a Dask cluster: a running one by its address, or one on this machine (see `Engine`)."""

    def __init__(self, jobs: int, *, address: str | None = None) -> None:
        self.jobs = jobs
        self.address = address

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R | Failure]:
        """See Engine."""
        cluster = (
            None if self.address else LocalCluster(n_workers=self.jobs, threads_per_worker=1, dashboard_address=None)
        )
        try:
            with Client(self.address or cluster) as client:
                yield from _results(client, fn, iter(items), self.jobs * AHEAD)
        finally:
            if cluster is not None:
                cluster.close()

    def group(
        self,
        fn: Callable[[str, tuple[T, ...]], R],
        items: Iterable[T],
        key: Callable[[T], str],
        order: Callable[[T], Any],
    ) -> Iterator[R | Failure]:
        """See Engine."""
        return map_groups(self, fn, groups_of(items, key, order))


def _results(client: Any, fn: Callable[[Any], Any], items: Iterator[Any], most: int) -> Iterator[Any]:
    """Every result in order; as one is read, the next item is handed in."""
    out: deque[tuple[Any, Any]] = deque()

    def hand_in(many: int) -> None:
        out.extend((item, client.submit(do_item, fn, item, pure=False)) for item in islice(items, many))

    hand_in(most)
    while out:
        item, future = out.popleft()
        try:
            yield result_of(future.result())
        except KilledWorker:
            yield died(item)
        hand_in(1)
