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
SAMPLES = Path("samples/expected.toml")


def write_page(shared: Path, page: Path, tasks: Sequence[str] = ()) -> None:
    """Measure and write, table by table, so that a run that breaks off loses none; what it did not measure, and what takes
    hours (`scale`, `desk`), stays as it was."""
    sections = _sections(page.read_text(encoding="utf-8")) if page.exists() else {}
    rows = [(task, shared / "data" / place) for task, place in ROWS] + [("claims", SAMPLES)]
    commands = [f"onrecord measure {task} {path.as_posix()}" for task, path in rows]
    for (task, path), command in zip(rows, commands, strict=True):
        if tasks and task not in tasks:
            continue
        print(command, file=sys.stderr, flush=True)
        sections[command] = _section(measure(task, path), command)
        order = [*commands, *(other for other in sections if other not in commands)]
        page.write_text(HEAD + "\n".join(sections[one] for one in order if one in sections), encoding="utf-8")


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
