"""A function and items come in; its results go out in their order, several at work ahead of whoever takes them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from threading import Semaphore, Thread
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
AHEAD = 4
"""Pages fetched ahead for each host asked at once: enough to keep reading busy, few enough to keep memory flat."""


def map_ahead(function: Callable[[T], R], items: Iterable[T], *, workers: int, ahead: int) -> Iterator[R]:
    """`function` of each item, `workers` at a time, no more than `ahead` of them begun and not taken.

    Threads are daemons and what waits is given up when nobody takes on: a run that is stopped ends at once, where an
    executor of the standard library would first wait for every answer.
    """
    gate, waiting = Semaphore(workers), deque[Future[R]]()
    try:
        for item in items:
            waiting.append(_begin(function, item, gate))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _begin(function: Callable[[T], R], item: T, gate: Semaphore) -> Future[R]:
    future: Future[R] = Future()

    def work() -> None:
        with gate:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(function(item))
            except BaseException as err:  # noqa: BLE001  (raised again where the result is taken)
                future.set_exception(err)

    Thread(target=work, daemon=True).start()
    return future
