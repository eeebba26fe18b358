"""The engine of this machine: a pool of processes that survives the death of any of them.

The standard library's pools do not do: ProcessPoolExecutor gives up all pending items when one worker dies and cannot
say whose fault it was; multiprocessing.Pool hangs. Here each worker has a pipe of its own and one item at a time, so
a closed pipe names the item, the item becomes a Failure, and a new worker takes the place.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from onrecord.engine.face import Outcome, R, T, died, do_item, groups_of, map_groups, result_of
from onrecord.record import Failure, OnRecordError

AHEAD = 8  # results that may wait, a worker, for an earlier one: bounds memory when one item takes long
DEATHS = 3  # so many workers dying before any item is done mean that none will be
_PATIENCE = 5.0  # seconds a worker has to end by itself


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    index: int | None = None  # of the item it is busy with
    item: Any = None


class PoolEngine:
    """Items in `jobs` processes (see `Engine`)."""

    def __init__(self, jobs: int, *, ahead: int = AHEAD) -> None:
        self.jobs = jobs
        self.ahead = ahead

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R | Failure]:
        """See Engine. Workers start with the first item and end with the last, or when nobody reads on."""
        run = _Run(fn, iter(items), self.jobs, self.jobs * self.ahead)
        try:
            yield from run.results()
        finally:
            run.stop()

    def group(
        self,
        fn: Callable[[str, tuple[T, ...]], R],
        items: Iterable[T],
        key: Callable[[T], str],
        order: Callable[[T], Any],
    ) -> Iterator[R | Failure]:
        """See Engine."""
        return map_groups(self, fn, groups_of(items, key, order))


class _Run:
    """One run of a pool: its workers, and the outcomes that wait for their turn."""

    def __init__(self, fn: Callable[[Any], Any], items: Iterator[Any], jobs: int, most: int) -> None:
        self._fn = fn
        self._items = items
        self._jobs = jobs
        self._most = most
        self._workers: list[_Worker] = []
        self._waiting: dict[int, Outcome] = {}
        self._given = 0  # items taken so far
        self._told = 0  # results handed on so far
        self._exhausted = False
        self._deaths = 0
        self._done = 0

    def results(self) -> Iterator[Any]:
        """Every result, in order."""
        while True:
            self._hand_out()
            while self._told in self._waiting:
                outcome = self._waiting.pop(self._told)
                self._told += 1
                yield result_of(outcome)
                self._hand_out()
            if self._exhausted and self._told == self._given:
                return
            self._collect()

    def stop(self) -> None:
        """End every worker, gently where it is idle."""
        for worker in self._workers:
            worker.pipe.close()
            if worker.index is not None:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()
        self._workers.clear()

    def _hand_out(self) -> None:
        """Give items to idle workers, as long as not too many results wait."""
        while not self._exhausted and self._given - self._told < self._most:
            worker = next((worker for worker in self._workers if worker.index is None), None)
            if worker is None and len(self._workers) >= self._jobs:
                return
            try:
                item = next(self._items)
            except StopIteration:
                self._exhausted = True
                return
            worker = worker or self._start()
            worker.index, worker.item = self._given, item
            self._given += 1
            try:
                worker.pipe.send(item)
            except (BrokenPipeError, ConnectionResetError):
                self._bury(worker)

    def _collect(self) -> None:
        """Wait for a worker to say something, or to die."""
        busy = {worker.pipe: worker for worker in self._workers if worker.index is not None}
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]  # we gave nothing but connections
            try:
                outcome: Outcome = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                self._bury(worker)
                continue
            if worker.index is not None:
                self._waiting[worker.index] = outcome
            worker.index, worker.item = None, None
            self._done += 1

    def _bury(self, worker: _Worker) -> None:
        """A worker died: its item fails, and another worker will start."""
        if worker.index is not None:
            self._waiting[worker.index] = ("failed", died(worker.item), "")
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join(_PATIENCE)
        self._deaths += 1
        if self._deaths >= DEATHS and not self._done:
            raise OnRecordError(
                "The processes that read die as soon as they start. Run the same with --jobs 1 to see why, or with more "
                "free memory."
            )

    def _start(self) -> _Worker:
        context = get_context("spawn")  # a forked copy of a process with threads may hang
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._fn), daemon=True)
        process.start()
        theirs.close()  # else its end would stay open after its death
        worker = _Worker(process=process, pipe=ours)
        self._workers.append(worker)
        return worker


def _work(pipe: Connection, fn: Callable[[Any], Any]) -> None:
    """Do items until the pipe closes. Ctrl-C is for the process that reads the results; it ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        outcome = do_item(fn, item)
        try:
            pipe.send(outcome)
        except (BrokenPipeError, ConnectionResetError):
            return
        except Exception as err:  # noqa: BLE001  (a result that cannot be pickled is a bug, told as one)
            pipe.send(("bug", f"The result cannot be sent: {err}", ""))
