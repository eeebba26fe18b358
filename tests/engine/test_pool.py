"""A pool of processes goes on when one of them dies, and ends cleanly."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine_work import process_of, shout, unsendable
from onrecord.engine.face import WorkerBug
from onrecord.engine.pool import PoolEngine
from onrecord.record import Failure, OnRecordError, Page

HERE = str(Path(__file__).parents[1])


def pages(*texts: str) -> list[Page]:
    return [Page(id=f"page {index}", text=text) for index, text in enumerate(texts)]


def test_a_dying_worker_costs_its_item_alone() -> None:
    results = list(PoolEngine(2).map(shout, pages("a", "killed", "c", "d", "killed", "f")))
    failures = [result for result in results if isinstance(result, Failure)]
    assert [result for result in results if isinstance(result, str)] == ["A", "C", "D", "F"]
    assert [failure.item for failure in failures] == ["page 1", "page 4"]
    assert "died" in failures[0].why


def test_workers_that_all_die_are_given_up() -> None:
    with pytest.raises(OnRecordError, match="die as soon as they start"):
        list(PoolEngine(1).map(shout, pages(*["killed"] * 9)))


def test_a_result_that_cannot_be_sent_is_a_bug() -> None:
    with pytest.raises(WorkerBug, match="cannot be sent"):
        list(PoolEngine(1).map(unsendable, pages("a")))


def test_no_worker_is_left_when_nobody_reads_on() -> None:
    results = PoolEngine(2).map(process_of, pages(*"abcdefgh"))
    assert next(results) != os.getpid()
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_ctrl_c_ends_the_run_and_its_workers() -> None:
    script = (
        f"import sys; sys.path.insert(0, {HERE!r})\n"
        "from engine_work import process_of\n"
        "from onrecord.engine import make_engine\n"
        "from onrecord.record import Page\n"
        "if __name__ == '__main__':\n"
        "    endless = (Page(id=str(n)) for n in iter(int, 1))\n"
        "    try:\n"
        "        for worker in make_engine(2).map(process_of, endless):\n"
        "            print(worker, flush=True)\n"
        "    except KeyboardInterrupt:\n"
        "        print('stopped', flush=True)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout is not None
    worker = int(run.stdout.readline())
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert out.splitlines()[-1] == "stopped"
    assert "Traceback" not in err
    assert not Path(f"/proc/{worker}").exists()
