"""The face that all engines show, and what they share: how one item is done and what becomes of one that cannot be.

done    fn gave a result
failed  fn raised an OnRecordError, or the worker died: a Failure takes the result's place, the run goes on
bug     fn raised anything else: it is raised again where the results are read, with the worker's traceback
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Literal, Protocol, TypeVar

from onrecord.record import Failure, ModelError, OnRecordError

T = TypeVar("T")
R = TypeVar("R")
EngineKind = Literal["local", "pool", "dask", "spark"]
Outcome = tuple[Literal["done", "failed", "bug", "model"], Any, str]


class Engine(Protocol):
    """Does the same thing to many items; the results do not tell which engine it was."""

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R | Failure]:
        """`fn` of each item, in the order of the items, as they become ready.

        Items are taken as they are needed (a few for each worker), so that memory does not grow with their number.
        Raises ModelError where `fn` does: without its model no item can be done.
        """
        ...

    def group(
        self,
        fn: Callable[[str, tuple[T, ...]], R],
        items: Iterable[T],
        key: Callable[[T], str],
        order: Callable[[T], Any],
    ) -> Iterator[R | Failure]:
        """`fn` of each key and its items, by key; the items of a key are sorted by `order` before `fn` sees them.

        All items are held in this process, groups alone are spread.
        """
        ...


def do_item(fn: Callable[[T], R], item: T) -> Outcome:
    """One item done, whatever comes of it; runs in the worker."""
    try:
        return "done", fn(item), ""
    except ModelError as err:
        return "model", str(err), ""
    except OnRecordError as err:
        return "failed", Failure(item=name_of(item), stage="read", why=str(err)), ""
    except Exception as err:  # noqa: BLE001  (a bug: it is not handled here but carried to where it is seen)
        return "bug", f"{type(err).__name__}: {err}", traceback.format_exc()


def result_of(outcome: Outcome) -> Any:
    """What the outcome gives to whoever reads the results."""
    how, value, trace = outcome
    if how == "bug":
        raise WorkerBug(f"{value}\n\nIn the worker:\n{trace}")
    if how == "model":
        raise ModelError(value)
    return value


def died(item: object) -> Failure:
    """What takes the place of an item whose worker died."""
    return Failure(
        item=name_of(item),
        stage="read",
        why="The process that read it died (killed, or out of memory). Try it alone, or with fewer --jobs.",
    )


def name_of(item: object) -> str:
    """The item as a person knows it: its id where it has one."""
    name = getattr(item, "id", None) or getattr(item, "item", None)
    return str(name) if name else str(item)[:200]


class WorkerBug(RuntimeError):  # noqa: N818  (named for what it is)
    """Something that should not happen happened in a worker; the text holds the worker's traceback."""


def groups_of(
    items: Iterable[T], key: Callable[[T], str], order: Callable[[T], Any]
) -> list[tuple[str, tuple[T, ...]]]:
    """The items by key, keys and items in order."""
    found: dict[str, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return [(name, tuple(sorted(found[name], key=order))) for name in sorted(found)]


def map_groups(
    engine: Engine, fn: Callable[[str, tuple[T, ...]], R], groups: Iterable[tuple[str, tuple[T, ...]]]
) -> Iterator[R | Failure]:
    """Every group done by the engine's own map."""
    return engine.map(partial(_do_group, fn), groups)


def _do_group(fn: Callable[[str, tuple[T, ...]], R], group: tuple[str, tuple[T, ...]]) -> R:
    return fn(group[0], group[1])
