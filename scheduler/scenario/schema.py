"""The JSON Schema of scenario.toml, for completion and checking in editors."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

from .spec import ScenarioSpec

OPTIONAL_SECTIONS = ("shifts", "contracts")
"""Sections that the reader fills with stated defaults where they are missing."""


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    schema = ScenarioSpec.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Staffwright scenario"
    schema["required"] = [name for name in schema["required"] if name not in OPTIONAL_SECTIONS]
    return schema


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of scenario.toml.

    Every property carries a description; unknown keys are not allowed.
    """
    return copy.deepcopy(_schema())


def describe(path: tuple[str | int, ...]) -> dict[str, Any]:
    """Return the part of the schema that a dotted key leads to; empty where there is none."""
    schema = _schema()
    node: dict[str, Any] = schema
    for part in path:
        node = _resolve(schema, node)
        if isinstance(part, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(part, {})
    # a description beside a reference is the key's own and says more than the section's
    return {**_resolve(schema, node), **{k: v for k, v in node.items() if k == "description"}}


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for option in node.get("anyOf", ()):
        if option.get("type") != "null":
            node = {**option, **{k: v for k, v in node.items() if k != "anyOf"}}
    if "$ref" in node:
        target: dict[str, Any] = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return target
    return node
