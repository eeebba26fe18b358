"""Environment and a TOML file in, one frozen Settings out. Read by the command line alone and passed on."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from onrecord.record import InputError

PREFIX = "ONRECORD_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person may set once for all commands; docs/settings.md lists each.

    ledger: where the ledger is when no --ledger is given (a path or postgresql://…). jobs: processes that read
    articles. color: "auto", "always" or "never". world: a TOML file that replaces the world shipped with onrecord.
    reviewer: who signs judgements.
    """

    ledger: str | None = None
    jobs: int = 1
    color: str = "auto"
    world: str | None = None
    reviewer: str | None = None


def read_settings(environment: Mapping[str, str] = os.environ, file: Path | None = None) -> Settings:
    """Settings from `file` (default: onrecord.toml in the working folder, if there), then ONRECORD_… variables.

    Raises InputError naming the setting when a name is unknown or a value does not fit.
    """
    settings = Settings()
    path = file if file is not None else Path("onrecord.toml")
    if file is not None or path.is_file():
        settings = _take(settings, _toml(path), str(path))
    given = {name[len(PREFIX) :].lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    return _take(settings, given, "the environment")


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise InputError(
            f"{path}: cannot be read as settings ({err}). Give a TOML file, see docs/settings.md."
        ) from err


def _take(settings: Settings, given: Mapping[str, object], where: str) -> Settings:
    kinds = {field.name: str(field.type) for field in fields(Settings)}
    taken: dict[str, object] = {}
    for name, value in given.items():
        if name not in kinds:
            raise InputError(f"{where}: there is no setting {name!r}. Settings are: {', '.join(sorted(kinds))}.")
        taken[name] = _fit(name, value, kinds[name], where)
    return replace(settings, **taken)  # type: ignore[arg-type]  # each value was fitted to its field above


def _fit(name: str, value: object, kind: str, where: str) -> object:
    try:
        if kind == "int":
            return int(str(value))
    except ValueError as err:
        raise InputError(f"{where}: {name} is {value!r}, which is no number. Give one.") from err
    return str(value)
