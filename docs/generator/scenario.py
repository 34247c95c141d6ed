"""docs/reference_scenario.md: every section and key of scenario.toml, from its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from staffwright.scheduler.scenario import json_schema

from .markdown import NOTICE, Schema, kind, table, target

HEAD = f"""\
# Reference: scenario.toml

{NOTICE} [Scenario files](formats.md) has an example, [rules](rules.md) and [pay](pay.md) say
exactly what the keys mean, and `staffwright init` copies a file with every key in it.

Keys that are *required* are so where their section is there; only `[site]`, `[horizon]` and
`[[queues]]` must be. Unknown keys are faults. A list of tables may stand as `[[section]]` blocks
or as inline tables in brackets.
"""


def scenario_page() -> str:
    """Return the page."""
    schema = json_schema()
    lines = [HEAD]
    for heading, section in _sections(schema, schema, ""):
        rows = [
            (
                f"`{name}`",
                kind(schema, node),
                _default(section, name, node),
                str(node.get("description", "")),
            )
            for name, node in section["properties"].items()
        ]
        lines += [f"## {heading}", "", *_about(section)]
        lines += [*table(("key", "value", "default", "meaning"), rows), ""]
    return "\n".join(lines)


def _sections(schema: Schema, node: Schema, prefix: str) -> Iterator[tuple[str, Schema]]:
    """Yield every table with the heading under which it stands in the file."""
    for name, child in node["properties"].items():
        options = [option for option in child.get("anyOf", [child]) if option.get("type") != "null"]
        for option in options:
            is_list = option.get("type") == "array"
            section = target(schema, option["items"] if is_list else option)
            if "properties" not in section:
                continue
            if prefix == "contracts." and name == "rules":
                own = {"title": "WorkRulesSpec", "properties": {}}
                yield "[contracts.rules]", {**own, "description": _contract_rules(section)}
                continue
            path = prefix + name
            yield (f"[[{path}]]" if is_list else f"[{path}]"), section
            yield from _sections(schema, section, path + ".")


def _contract_rules(section: Schema) -> str:
    keys = ", ".join(f"`{name}`" for name in section["properties"])
    return f"Rules of this contract instead of the site's; keys as in `[rules]`: {keys}."


def _about(section: Schema) -> list[str]:
    text = str(section.get("description", ""))
    return [text, ""] if text else []


def _default(section: Schema, name: str, node: dict[str, Any]) -> str:
    if name in section.get("required", ()):
        return "required"
    value = node.get("default")
    if value is None:
        return "none"
    if isinstance(value, dict) or (isinstance(value, list) and any(map(_is_table, value))):
        return "see below"
    if isinstance(value, str) and node.get("type") == "number":
        return f"`{value}`"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _is_table(value: object) -> bool:
    return isinstance(value, dict)
