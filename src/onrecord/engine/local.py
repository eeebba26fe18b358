"""The engine of this process: a loop. What the other engines must equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from onrecord.engine.face import R, T, do_item, groups_of, map_groups, result_of
from onrecord.record import Failure


class LocalEngine:
    """Items one after the other (see `Engine`)."""

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R | Failure]:
        """See Engine."""
        for item in items:
            yield result_of(do_item(fn, item))

    def group(
        self,
        fn: Callable[[str, tuple[T, ...]], R],
        items: Iterable[T],
        key: Callable[[T], str],
        order: Callable[[T], Any],
    ) -> Iterator[R | Failure]:
        """See Engine."""
        return map_groups(self, fn, groups_of(items, key, order))
