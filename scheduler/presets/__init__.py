"""Rules and pay of laws, as data files with their sources: ``eu``, ``de``, ``us-flsa``, ``us-ca``.

A preset holds values in the words of scenario.toml; a scenario names one with
``rules.preset`` and overrides single values. ``de-3b`` is a preset of premiums alone, named
with ``pay.premium_preset``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ..errors import InputError

__all__ = ["PREMIUM_PRESETS", "RULE_PRESETS", "Preset", "Source", "load_preset"]

RULE_PRESETS = ("eu", "de", "us-flsa", "us-ca")
"""Presets that `[rules]` may name."""

PREMIUM_PRESETS = ("de-3b",)
"""Presets that `[pay]` may name for its premiums."""


@dataclass(frozen=True)
class Source:
    """Where a value stands in the law, and what the law says there in one sentence."""

    title: str
    paragraph: str
    sentence: str


@dataclass(frozen=True)
class Preset:
    """Values of a law in the words of scenario.toml.

    Attributes
    ----------
    rules, overtime : mapping
        Keys of `[rules]` and `[pay.overtime]` with their values.
    premiums : tuple of mapping
        Tables of `[[pay.premiums]]`.
    sources : mapping
        By dotted key, such as ``rules.min_rest_minutes``, ``pay.overtime.weekly`` and
        ``premiums.night``; every value has one.
    notes : tuple of str
        What of the law is not represented, and why.
    """

    name: str
    title: str
    rules: Mapping[str, Any]
    overtime: Mapping[str, Any]
    premiums: tuple[Mapping[str, Any], ...]
    sources: Mapping[str, Source]
    notes: tuple[str, ...]


@lru_cache(maxsize=len(RULE_PRESETS) + len(PREMIUM_PRESETS))
def load_preset(name: str) -> Preset:
    """Return a preset by its name.

    Raises
    ------
    InputError
        If there is no such preset.
    """
    if name not in RULE_PRESETS + PREMIUM_PRESETS:
        allowed = ", ".join(RULE_PRESETS + PREMIUM_PRESETS)
        raise InputError(f"preset {name!r}: there is no such preset; allowed: {allowed}")
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    return Preset(
        name=name,
        title=raw["title"],
        rules=raw.get("rules", {}),
        overtime=raw.get("pay", {}).get("overtime", {}),
        premiums=tuple(raw.get("premiums", ())),
        sources=_sources(raw["sources"], ""),
        notes=tuple(raw.get("notes", ())),
    )


def _sources(tables: Mapping[str, Any], prefix: str) -> dict[str, Source]:
    """Return the sources below a table by dotted key."""
    found: dict[str, Source] = {}
    for name, item in tables.items():
        if "sentence" in item:
            found[prefix + name] = Source(**item)
        else:
            found |= _sources(item, f"{prefix}{name}.")
    return found
