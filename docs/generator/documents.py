"""docs/reference_json.md: the fields of every JSON document that commands print."""

from __future__ import annotations

from pydantic import BaseModel
from staffwright.scheduler.export.documents import AuditDocument, PlanDocument, RunDocument
from staffwright.scheduler.terminal.documents import (
    CheckDocument,
    ErrorDocument,
    ExplanationDocument,
    PayDocument,
    RequiredDocument,
    ServedDocument,
)

from .json_fields import BY_HAND
from .markdown import NOTICE, Schema, kind, table, target

HEAD = f"""\
# Reference: JSON

{NOTICE} With `--json` a command prints one document to standard output and nothing else there.
Fields are only ever added; one that changes its meaning raises `schema_version`. Money is decimal
text, such as `"3547.63"`; hours, shares and seconds are numbers; `null` means unknown or
undefined. The text is UTF-8.
"""

MODELS: dict[str, type[BaseModel]] = {
    "staffwright plan --json, and plan.json": PlanDocument,
    "staffwright audit --json": AuditDocument,
    "staffwright check --json": CheckDocument,
    "staffwright staff --json": RequiredDocument,
    "staffwright staff --agents N --json": ServedDocument,
    "staffwright staff --explain TIME --json": ExplanationDocument,
    "staffwright pay --json": PayDocument,
    "Any command that ends with exit code 2 or 70": ErrorDocument,
    "run.json": RunDocument,
}


def documents_page() -> str:
    """Return the page."""
    lines = [HEAD]
    for heading, model in MODELS.items():
        schema = model.model_json_schema(mode="serialization")
        lines += [f"## {heading}", ""]
        rows = [
            row for name, node in schema["properties"].items() for row in _rows(schema, name, node)
        ]
        lines += [*table(("field", "value", "meaning"), rows), ""]
    for heading, fields in BY_HAND.items():
        lines += [f"## {heading}", "", *table(("field", "value", "meaning"), fields), ""]
    lines += ["`staffwright schema` prints the JSON Schema itself.", ""]
    return "\n".join(lines)


def _rows(schema: Schema, path: str, node: Schema) -> list[tuple[str, str, str]]:
    """Return a row for a field and one for each field below it."""
    shown = kind(schema, node)
    if any(option.get("type") == "null" for option in node.get("anyOf", ())):
        shown += ", `null`"
    rows = [(f"`{path}`", shown, str(node.get("description", "")))]
    for option in node.get("anyOf", [node]):
        inner = target(schema, option)
        if inner.get("type") == "array":
            inner, path = target(schema, inner["items"]), f"{path}[]"
        for name, child in inner.get("properties", {}).items():
            rows += _rows(schema, f"{path}.{name}", child)
    return rows
