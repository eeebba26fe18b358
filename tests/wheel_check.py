"""The wheel is built, installed into a clean environment, and reads a sample article there.

Run by `make wheel` with the interpreter that may build; prints what it did and exits non-zero when anything is missing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main(builder: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        uv = str(Path(builder).absolute().with_name("uv"))
        subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", folder, str(ROOT)], check=True)
        wheel = next(Path(folder).glob("*.whl"))
        clean = Path(folder) / "clean"
        subprocess.run([uv, "venv", "--quiet", str(clean)], check=True)
        requirements = Path(folder) / "requirements.txt"
        export = [uv, "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "-o", str(requirements)]
        subprocess.run(export, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        python = str(clean / "bin" / "python")
        subprocess.run([uv, "pip", "install", "--quiet", "--python", python, "-r", str(requirements)], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", python, "--no-deps", str(wheel)], check=True)
        command = [
            str(clean / "bin" / "onrecord"),
            "read",
            str(ROOT / "samples/articles/04-halden-wire.txt"),
            "--format",
            "jsonl",
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
        reading = json.loads(done.stdout)
        found = len(reading["attributions"])
        if found < 4:
            sys.exit(f"the installed wheel found {found} attributions in the sample, expected at least 4")
        size = wheel.stat().st_size / 1e6
        print(f"wheel {wheel.name} ({size:.1f} MB): installed clean, {found} attributions in the sample")


if __name__ == "__main__":
    main(sys.argv[1])
