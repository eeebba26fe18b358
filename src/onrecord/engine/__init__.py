"""How work is spread: a function and a stream of items in, the results in the same order out, on any engine.

    for result in make_engine(jobs=4).map(read_item, pages): ...

`fn` is a function of a module (workers import it) and loads what it needs by itself, once a process (`kit.load_kit` is
cached); nothing heavy is shipped. One item a worker cannot do never stops a run: it comes out as a Failure.
"""

from __future__ import annotations

from onrecord.engine.face import Engine, EngineKind
from onrecord.engine.local import LocalEngine
from onrecord.engine.pool import PoolEngine
from onrecord.record import InputError


def make_engine(jobs: int = 1, *, kind: EngineKind | None = None, address: str | None = None) -> Engine:
    """An engine: this process (one job), a pool of processes, or a cluster.

    `kind` None chooses by the number of jobs. `address` is a running cluster's (Dask: tcp://…, Spark: a master);
    without one the cluster runs on this machine. Raises InputError for a job count below one or an absent extra.
    """
    if jobs < 1:
        raise InputError(f"{jobs} jobs cannot read anything. Give --jobs 1 or more.")
    chosen = kind or ("local" if jobs == 1 else "pool")
    if chosen == "local":
        return LocalEngine()
    if chosen == "pool":
        return PoolEngine(jobs)
    if chosen == "dask":
        from onrecord.engine.on_dask import DaskEngine  # an extra

        return DaskEngine(jobs, address=address)
    from onrecord.engine.on_spark import SparkEngine  # an extra

    return SparkEngine(jobs, address=address)


__all__ = ["Engine", "EngineKind", "LocalEngine", "PoolEngine", "make_engine"]
