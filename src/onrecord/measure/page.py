"""The shared data folder in, docs/benchmarks.md out: every table with the command that makes it.

    python -m onrecord.measure.page ../shared docs/benchmarks.md [TASK …]

With tasks named, only their tables are made anew and the rest of the page is kept.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from onrecord.measure.sheet import Sheet, write_markdown
from onrecord.measure.tasks import measure

HEAD = """# Benchmarks

Accuracy, speed and memory, beside the peers where their figures are known. Each table names the command that makes it; `make bench`
makes the page anew. The corpora are other people's texts and not part of the project: `../shared/data` is where they lie.
Absolute times depend on the machine and the hour: compare ratios of one run.

"""
# speed comes first: peak memory is that of the process so far
ROWS: tuple[tuple[str, str], ...] = (
    ("speed", "attribution/polnear-dev.jsonl"),
    ("attribution", "attribution/polnear-dev.jsonl"),
    ("certainty", "certainty/uw-test.jsonl"),
    ("stance", "."),
    ("speaker", "."),
    ("proposition", "."),
    ("position", "."),
    ("time", "time/timebank.jsonl"),
    ("time", "time/aquaint.jsonl"),
    ("time", "time/wikiwars-train.jsonl"),
    ("place", "place/lgl.jsonl"),
    ("place", "place/geovirus.jsonl"),
    ("quantity", "."),
    ("event-code", "events/plover-train.jsonl"),
    ("event-coreference", "events/ecbplus-dev.jsonl"),
    ("claims", "claims/claimdiff-test.jsonl"),
    ("syndication", "streams/guardian-sdf.jsonl"),
    ("extraction", "html"),
    ("intake", "html"),
)


def write_page(shared: Path, page: Path, tasks: Sequence[str] = ()) -> None:
    """Measure and write; tables of other tasks, and of measurements that take hours (`scale`, `desk`), stay as they are."""
    kept = _sections(page.read_text(encoding="utf-8")) if page.exists() else {}
    parts: list[str] = []
    done: set[str] = set()
    for task, place in (*ROWS, ("claims", "samples/expected.toml")):
        path = Path(place) if task == "claims" and place.startswith("samples") else shared / "data" / place
        command = f"onrecord measure {task} {path.as_posix()}"
        done.add(command)
        if tasks and task not in tasks:
            parts += [kept[command]] if command in kept else []
            continue
        print(command, file=sys.stderr, flush=True)
        parts.append(_section(measure(task, path), command))
        page.write_text(HEAD + "\n".join(parts), encoding="utf-8")
    parts += [section for command, section in kept.items() if command not in done]
    page.write_text(HEAD + "\n".join(parts), encoding="utf-8")


def _section(sheet: Sheet, command: str) -> str:
    return f"## {sheet.title}\n\n    {command}\n\n{write_markdown(sheet)}\n"


def _sections(text: str) -> dict[str, str]:
    """Command -> its section, as it stands on the page."""
    found: dict[str, str] = {}
    for section in re.split(r"(?m)^(?=## )", text)[1:]:
        command = re.search(r"(?m)^    (onrecord measure .+)$", section)
        if command:
            found[command.group(1)] = section.rstrip() + "\n"
    return found


if __name__ == "__main__":
    write_page(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
