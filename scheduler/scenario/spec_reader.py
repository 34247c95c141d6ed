"""From the text of scenario.toml to its validated form, every fault located by line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .faults import FaultLog, one_of
from .schema import describe
from .spec import ScenarioSpec
from .toml_lines import Path, key_lines, nearest_line

_LISTS = ("queues", "breaks", "shifts", "contracts", "bought_cover")
_STAND_IN: dict[str, dict[str, Any]] = {
    "site": {"time_zone": "UTC"},
    "horizon": {"start": "2000-01-01", "days": 1, "interval_minutes": 60},
}
_NOUNS = {
    "int_type": "a whole number",
    "float_type": "a number",
    "is_instance_of": "a number",
    "decimal_type": "a number",
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "list_type": "a list in brackets",
    "model_type": "a table",
    "date_type": "a date such as 2026-03-23",
    "finite_number": "a finite number",
}
_LIMITS = {
    "greater_than": ("gt", "above"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at most"),
}


@dataclass(frozen=True)
class SpecSource:
    """Where the values of a specification come from.

    Attributes
    ----------
    file : str
        File name for faults.
    raw : dict
        What the TOML holds, unvalidated.
    lines : dict
        One-based line of every key; empty for a specification that no file holds.
    kept : dict
        Per list of tables, the positions in the file of the items that are valid.
    """

    file: str
    raw: dict[str, Any]
    lines: dict[Path, int] = field(default_factory=dict)
    kept: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def fault(self, log: FaultLog, path: Path, message: str, value: object = None) -> None:
        """Note a fault at a dotted key of the (pruned) specification."""
        path = self._in_file(path)
        log.add(
            self.file,
            message,
            line=nearest_line(self.lines, path),
            column=dotted(path) or None,
            value=value,
        )

    def written(self, path: Path) -> bool:
        """Say whether the file itself gives a key of the (pruned) specification."""
        return self._in_file(path) in self.lines

    def _in_file(self, path: Path) -> Path:
        for depth in (1, 2):
            if len(path) > depth and isinstance(path[depth], int):
                kept = self.kept.get(".".join(str(part) for part in path[:depth]))
                if kept is not None:
                    return (*path[:depth], kept[int(path[depth])], *path[depth + 1 :])
        return path


@dataclass(frozen=True)
class ReadSpec:
    """A specification as far as it could be read.

    Attributes
    ----------
    spec : ScenarioSpec or None
        The valid part; None where too little of it is valid.
    whole : bool
        Whether `spec` is all that the file holds.
    stand_ins : frozenset of str
        Sections of `spec` that are not the file's own because those have faults.
    """

    spec: ScenarioSpec | None
    source: SpecSource
    whole: bool
    stand_ins: frozenset[str] = frozenset()


def dotted(path: Path) -> str:
    """Return a path as ``queues[0].hours[1].open``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def parse_toml(text: str, file: str, log: FaultLog) -> SpecSource | None:
    """Parse TOML text; None with a located fault where it is not TOML."""
    try:
        raw = tomllib.loads(text)
        lines = key_lines(text)
    except RecursionError:
        log.add(file, "arrays or tables are nested too deeply")
        return None
    except ValueError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        message = re.sub(r" \(at (?:line \d+, column \d+|end of document)\)", "", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        shown = text.splitlines()[line - 1].strip() if line <= len(text.splitlines()) else None
        log.add(file, f"is not valid TOML: {message}", line=line, value=shown)
        return None
    return SpecSource(file, raw, lines)


def validate(source: SpecSource, log: FaultLog) -> ReadSpec:
    """Validate what a TOML holds; where parts have faults go on with the others."""
    try:
        return ReadSpec(ScenarioSpec.model_validate(source.raw), source, whole=True)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    for detail in errors:
        _report(detail, source, log)
    raw, kept, stand_ins = _prune(source.raw, [detail["loc"] for detail in errors])
    pruned = SpecSource(source.file, source.raw, source.lines, kept)
    try:
        return ReadSpec(ScenarioSpec.model_validate(raw), pruned, False, stand_ins)
    except ValidationError:
        return ReadSpec(None, pruned, False)


def _about_price(path: Path) -> str | None:
    """Say why a rule takes no price in `prices`; None where the key is no such rule."""
    rule = describe(path[:-2]).get("properties", {}).get(str(path[-1]))
    if path[-2:-1] != ("prices",) or rule is None:
        return None
    priced = ", ".join(describe(path[:-1]).get("properties", {}))
    if rule.get("type") == "array":
        return f"takes no price here: its entries have a price of their own; allowed: {priced}"
    return f"is hard only and takes no price; allowed: {priced}"


def _report(detail: ErrorDetails, source: SpecSource, log: FaultLog) -> None:
    kind, path, value = detail["type"], detail["loc"], detail["input"]
    context = detail.get("ctx", {})
    meaning = str(describe(path).get("description", "")).rstrip(".")
    if kind == "missing":
        text = f"is missing: {meaning}"
        source.fault(log, path, text)
        return
    if kind == "extra_forbidden":
        known = describe(path[:-1]).get("properties", {})
        message = _about_price(path) or f"unknown key; {one_of(str(path[-1]), known)}"
        source.fault(log, path, message, _shown(value))
        return
    if kind in _NOUNS:
        message = f"must be {_NOUNS[kind]}"
    elif kind in _LIMITS:
        name, words = _LIMITS[kind]
        message = f"must be {words} {context[name]:g}"
    elif kind == "decimal_max_places":
        message = f"may have at most {context['decimal_places']} decimals"
    elif kind == "literal_error":
        message = f"must be one of {context['expected']}"
    elif kind == "string_pattern_mismatch" and context["pattern"].startswith(r"^\w"):
        message = "may hold letters, digits, spaces and . _ + / & - after a letter or digit"
    elif kind == "string_pattern_mismatch" and context["pattern"] == "^[A-Z]{3}$":
        message = "write three capital letters"
    elif kind == "too_short":
        message = "must not be empty"
    else:
        message = detail["msg"][:1].lower() + detail["msg"][1:]
    source.fault(log, path, f"{message} ({meaning})" if meaning else message, _shown(value))


def _shown(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return None if isinstance(value, (dict, list)) and value else value


def _prune(
    raw: dict[str, Any], faulty: list[tuple[str | int, ...]]
) -> tuple[dict[str, Any], dict[str, tuple[int, ...]], frozenset[str]]:
    """Leave out items and sections with faults, or put a stand-in for sections that must be."""
    pruned = dict(raw)
    kept: dict[str, tuple[int, ...]] = {}
    stand_ins: set[str] = set()
    for section in {str(path[0]) for path in faulty}:
        inside = [path[1:] for path in faulty if path[0] == section]
        items = raw.get(section)
        if section in _LISTS and isinstance(items, list) and all(inside):
            kept[section], pruned[section] = _without(items, {path[0] for path in inside})
        elif (
            section == "pay"
            and isinstance(items, dict)
            and all(path[:1] == ("premiums",) and path[1:] for path in inside)
        ):
            bad = {path[1] for path in inside}
            kept["pay.premiums"], premiums = _without(items["premiums"], bad)
            pruned["pay"] = {**items, "premiums": premiums}
        else:
            stand_ins.add(section)
            pruned.pop(section, None)
            if section in _STAND_IN:
                pruned[section] = _STAND_IN[section]
    return pruned, kept, frozenset(stand_ins)


def _without(items: list[Any], bad: set[str | int]) -> tuple[tuple[int, ...], list[Any]]:
    kept = tuple(k for k in range(len(items)) if k not in bad)
    return kept, [items[k] for k in kept]
