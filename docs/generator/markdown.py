"""What the pages share: tables, and kinds of value in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

NOTICE = "This page is generated from the code by `make docs`."

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Schema = dict[str, Any]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table in Markdown."""
    lines = [_row(heads), "|" + "---|" * len(heads)]
    return lines + [_row([cell.replace("|", "\\|") for cell in row]) for row in rows]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def target(schema: Schema, node: Schema) -> Schema:
    """Return what a reference leads to, or the node itself."""
    if "$ref" in node:
        found: Schema = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return found
    return node


def kind(schema: Schema, node: Schema) -> str:
    """Return the kind of value of a property, with its limits, in words."""
    options = [option for option in node.get("anyOf", ()) if option.get("type") != "null"]
    if options:
        return " or ".join(kind(schema, option) for option in options)
    node = target(schema, node)
    if "const" in node:
        return f"`{json.dumps(node['const'])}`"
    if "enum" in node:
        if tuple(node["enum"]) == WEEKDAYS:
            return "weekday, `mon` to `sun`"
        return ", ".join(f"`{value}`" for value in node["enum"])
    if node.get("type") == "array":
        inner = target(schema, node["items"])
        name = "tables" if "properties" in inner else kind(schema, node["items"])
        return f"list of {name}"
    if node.get("type") == "object":
        values = node.get("additionalProperties")
        return f"{kind(schema, values)} by name" if isinstance(values, dict) else "table"
    return _scalar(node)


def _scalar(node: Schema) -> str:
    pattern = node.get("pattern", "")
    if node.get("format") == "date":
        return "date"
    if "24:00" in pattern:
        return "`HH:MM`"
    if pattern.count(":") == 2:
        return "`HH:MM-HH:MM`"
    if pattern.startswith(r"^(\d{4}-)?"):
        return "date or `MM-DD`"
    name = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "`true`, `false`",
    }
    return name[node["type"]] + _limits(node)


def _limits(node: Schema) -> str:
    parts = []
    for key, word in (("minimum", "from"), ("exclusiveMinimum", "above")):
        if key in node:
            parts.append(f"{word} {_number(node[key])}")
    for key, word in (("maximum", "to"), ("exclusiveMaximum", "below")):
        if key in node:
            parts.append(f"{word} {_number(node[key])}")
    return " " + " ".join(parts) if parts else ""


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:g}"
