"""The JSON Schemas that are published: of scenario.toml and of the documents of a plan."""

from __future__ import annotations

from typing import Any

from ..scenario.schema import json_schema
from .documents import Document, PlanDocument, RunDocument
from .roster_document import RosterDocument

_DOCUMENTS: dict[str, type[Document]] = {
    "plan": PlanDocument,
    "roster": RosterDocument,
    "run": RunDocument,
}
SCHEMAS = ("scenario", *_DOCUMENTS)
"""What a schema can be had for."""


def published_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of scenario.toml or of a plan's document.

    Parameters
    ----------
    name : {"scenario", "plan", "roster", "run"}
    """
    if name == "scenario":
        return json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_DOCUMENTS[name].model_json_schema(mode="serialization"),
        "title": f"Staffwright {name}",
    }
